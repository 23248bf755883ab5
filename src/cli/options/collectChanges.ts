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

/** Asking for some things asks for others, unless these were said too: by a file, `--set` or a flag. */
const withImplied = (asked: ConfigurationChanges): ConfigurationChanges => {
  const { architectureStep, training } = asked
  // Noises are new draws: asking for a number of them asks for new noise.
  const noise = architectureStep?.noises !== undefined && architectureStep.noise === undefined
  // A number of images stands in place of epochs: asking for epochs asks for whole ones.
  const epochs = training?.epochs !== undefined && training.imagesPerTraining === undefined
  return {
    ...asked,
    ...(noise ? { architectureStep: { ...architectureStep, noise: "fresh" } } : {}),
    ...(epochs ? { training: { ...training, imagesPerTraining: null } } : {})
  }
}

export const collectChanges = Effect.fnUntraced(
  function*({ preset, config, set, flags }: GivenConfiguration): Effect.fn.Return<ConfigurationChanges, UsageError> {
    let asked: ConfigurationChanges = Option.isSome(config) ? yield* readConfigurationFile(config.value) : {}
    for (const one of set) asked = merged(asked, yield* assigned(one, `--set ${one.path}`))
    const given = Object.entries(flags).flatMap(([path, value]) => Option.isSome(value) ? [{ path, value: value.value }] : [])
    for (const one of given) asked = merged(asked, yield* assigned(one, flagName(one.path)))
    return merged(Option.isSome(preset) ? presets[preset.value] : {}, withImplied(asked))
  }
)
