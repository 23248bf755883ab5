import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import type { PresetName } from "../../core/search/presets.ts"
import { load } from "../load.ts"
import type { UsageError } from "../UsageError.ts"
import { presetNames } from "./choices.ts"
import { configurationFlags } from "./configurationFlags.ts"
import { choice, text } from "./flags.ts"
import type { EstimatorChoice } from "./estimatorChoice.ts"
import { assignment } from "./setting.ts"
import type { Assignment } from "./setting.ts"

/** Every way to say how to search. `--set` reaches what has no flag of its own. */
export const configurationOptions = {
  preset: choice("preset", presetNames, "Settings to start from"),
  config: text("config", "FILE", "A JSON file of options, as in the log's first event"),
  set: Flag.String("set").pipe(
    Flag.mapTryCatch(assignment, String),
    Flag.atLeast(0),
    Flag.withMetavar("path=value"),
    Flag.withDescription("Any option by its place in the configuration, such as estimator.beta1=0.9 or estimator.parts=lstm,gp; may be repeated")
  ),
  flags: configurationFlags
}

/** What `configurationOptions` parses to. */
export interface GivenConfiguration {
  readonly preset: Option.Option<PresetName>
  readonly config: Option.Option<string>
  readonly set: readonly Assignment[]
  readonly flags: { readonly [path: string]: Option.Option<string | number | null | EstimatorChoice> }
}

/** The changes that were asked for, each source over the ones before it: preset, file, `--set`, flags. A user's own estimator is loaded. */
export const givenChanges = Effect.fnUntraced(
  function*(given: GivenConfiguration): Effect.fn.Return<ConfigurationChanges, UsageError> {
    const { collectChanges } = yield* load(() => import("./collectChanges.ts"))
    return yield* collectChanges(given)
  }
)
