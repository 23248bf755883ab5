import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Either from "fp-ts/lib/Either.js"
import type { ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { presets } from "../../core/search/presets.ts"
import { UsageError } from "../UsageError.ts"
import { decodeChanges, merged, placed } from "./configurationChanges.ts"
import { readConfigurationFile } from "./configurationFile.ts"
import { flagName } from "./configurationFlags.ts"
import type { GivenConfiguration } from "./configurationOptions.ts"
import { problemSentence } from "./problemSentence.ts"
import type { Assignment } from "./setting.ts"

const assigned = ({ path, value }: Assignment, name: string): Effect.Effect<ConfigurationChanges, UsageError> => {
  const decoded = decodeChanges(placed(path, value))
  return Either.isRight(decoded)
    ? Effect.succeed(decoded.right)
    : Effect.fail(new UsageError({ message: problemSentence(decoded.left[0]!, name) }))
}

/** What follows from the flag at `given`, unless the flag at `path` says otherwise. */
const implied = (flags: GivenConfiguration["flags"], given: string, path: string, value: unknown): readonly Assignment[] => {
  const isGiven = (place: string) => Option.isSome(flags[place] ?? Option.none())
  return isGiven(given) && !isGiven(path) ? [{ path, value }] : []
}

const allImplied = (flags: GivenConfiguration["flags"]): readonly Assignment[] => [
  // Noises are new draws: asking for a number of them asks for new noise.
  ...implied(flags, "architectureStep.noises", "architectureStep.noise", "fresh"),
  // A number of images stands in place of epochs: asking for epochs asks for whole ones.
  ...implied(flags, "training.epochs", "training.imagesPerTraining", null)
]

export const collectChanges = Effect.fnUntraced(
  function*({ preset, config, set, flags }: GivenConfiguration): Effect.fn.Return<ConfigurationChanges, UsageError> {
    let changes: ConfigurationChanges = Option.isSome(preset) ? presets[preset.value] : {}
    if (Option.isSome(config)) changes = merged(changes, yield* readConfigurationFile(config.value))
    for (const one of set) changes = merged(changes, yield* assigned(one, `--set ${one.path}`))
    const given = Object.entries(flags).flatMap(([path, value]) => Option.isSome(value) ? [{ path, value: value.value }] : [])
    for (const one of [...allImplied(flags), ...given]) changes = merged(changes, yield* assigned(one, flagName(one.path)))
    return changes
  }
)
