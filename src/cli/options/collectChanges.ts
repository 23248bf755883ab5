import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Either from "fp-ts/lib/Either.js"
import type { ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { presets } from "../../core/search/presets.ts"
import { Notice } from "../../effects/search/Notice.ts"
import { load } from "../load.ts"
import { note } from "../output/print.ts"
import { visible } from "../output/visible.ts"
import { UsageError } from "../UsageError.ts"
import { decodeChanges, merged, placed } from "./configurationChanges.ts"
import { readConfigurationFile } from "./configurationFile.ts"
import { flagName } from "./configurationFlags.ts"
import type { GivenConfiguration } from "./configurationOptions.ts"
import type { EstimatorChoice } from "./estimatorChoice.ts"
import { problemSentence } from "./problemSentence.ts"
import type { Assignment } from "./setting.ts"

/** The changes that a value at a place makes. Where a list is expected, a text stands for its parts between commas. */
const decodeAt = (path: string, value: unknown): ReturnType<typeof decodeChanges> => {
  const decoded = decodeChanges(placed(path, value))
  const wantsList = Either.isLeft(decoded) && decoded.left.some((problem) => problem.kind === "invalid" && problem.expected === "a list")
  return wantsList && typeof value === "string"
    ? decodeChanges(placed(path, value.split(",").map((part) => part.trim())))
    : decoded
}

const assigned = ({ path, value }: Assignment, name: string): Effect.Effect<ConfigurationChanges, UsageError> => {
  const decoded = decodeAt(path, value)
  return Either.isRight(decoded)
    ? Effect.succeed(decoded.right)
    : Effect.fail(new UsageError({ message: problemSentence(decoded.left[0]!, name) }))
}

const isEstimatorChoice = (value: unknown): value is EstimatorChoice => typeof value === "object" && value !== null

/** A flag is a value for its place, but for the estimator: its name, or a file that is loaded. */
const flagged = Effect.fnUntraced(function*(path: string, value: unknown): Effect.fn.Return<ConfigurationChanges, UsageError> {
  if (!isEstimatorChoice(value)) return yield* assigned({ path, value }, flagName(path))
  if ("name" in value) return { estimator: { name: value.name } }
  const { loadOwnEstimator } = yield* load(() => import("../../effects/estimator/ownEstimator.ts"))
  const { identity } = yield* loadOwnEstimator(value.file).pipe(
    Effect.provideService(Notice, { tell: (sentence) => note(visible(sentence)) }),
    Effect.mapError(({ message }) => new UsageError({ message }))
  )
  return { estimator: { name: "own", own: identity } }
})

/** Asking for some things asks for others, unless these were said too: by a file, `--set` or a flag. */
const withImplied = (asked: ConfigurationChanges): ConfigurationChanges => {
  const { architectureStep, estimator, training } = asked
  // Noises are new draws: asking for a number of them asks for new noise.
  const noise = architectureStep?.noises !== undefined && architectureStep.noise === undefined
  // A number of images stands in place of epochs: asking for epochs asks for whole ones.
  const epochs = training?.epochs !== undefined && training.imagesPerTraining === undefined
  // Only a mixture has parts.
  const mixture = estimator?.parts !== undefined && estimator.name === undefined
  // Whether one's own estimator has draws that an ensemble would vary is not known: it stands alone.
  const alone = estimator?.name === "own" && estimator.members === undefined
  return {
    ...asked,
    ...(alone ? { estimator: { ...estimator, members: 1 } } : {}),
    ...(mixture ? { estimator: { ...estimator, name: "mixture" } } : {}),
    ...(noise ? { architectureStep: { ...architectureStep, noise: "fresh" } } : {}),
    ...(epochs ? { training: { ...training, imagesPerTraining: null } } : {})
  }
}

export const collectChanges = Effect.fnUntraced(
  function*({ preset, config, set, flags }: GivenConfiguration): Effect.fn.Return<ConfigurationChanges, UsageError> {
    let asked: ConfigurationChanges = Option.isSome(config) ? yield* readConfigurationFile(config.value) : {}
    for (const one of set) asked = merged(asked, yield* assigned(one, `--set ${one.path}`))
    const given = Object.entries(flags).flatMap(([path, value]) => Option.isSome(value) ? [{ path, value: value.value }] : [])
    for (const one of given) asked = merged(asked, yield* flagged(one.path, one.value))
    return merged(Option.isSome(preset) ? presets[preset.value] : {}, withImplied(asked))
  }
)
