import * as Effect from "effect/Effect"
import { type Choice, type GridAxes, gridSize } from "../../core/history/refitGrid.ts"
import type { EstimatorName } from "../../core/search/configuration.ts"
import type { Setting } from "../../core/search/state.ts"
import { ownIn, readyOwn } from "../estimator/ownOfLog.ts"
import { loadOwnEstimator } from "../estimator/ownEstimator.ts"
import { loadedEstimator, type LoadedEstimator } from "../estimator/ownEstimators.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import { locateLog } from "../log/locateLog.ts"
import { Notice } from "../search/Notice.ts"
import { RefitError } from "./RefitError.ts"

/** An estimator as a person names it: one of ours, or a file of one's own. */
export type EstimatorChoice = { readonly name: EstimatorName } | { readonly file: string }

/** What is judged where nobody names estimators, beside those that the logs were searched with. */
const usualEstimators = ["lstm", "ridge", "pairs", "gp", "trees", "knn", "mean", "steps"] as const

/** The line in the step number alone, which an estimator of architectures must beat: always among the candidates. */
const baseline: Choice = { label: "steps", name: "steps", own: null }

/** Estimators to be judged, and the files of the users' own ones with the digests of their code. */
export interface Choices {
  readonly choices: readonly Choice[]
  readonly own: readonly { readonly path: string; readonly digest: string }[]
}

/** A log that is refitted, and the search that it tells of. */
interface Searched {
  readonly log: string
  readonly setting: Setting
}

/**
 * A user's own estimator that a log was searched with, from the copy beside the log; left out where it is not to be
 * found.
 */
const ownOf = Effect.fnUntraced(function*({ log, setting }: Searched): Effect.fn.Return<LoadedEstimator | null> {
  const { estimator } = setting.configuration
  const { tell } = yield* Notice
  const absent = `${log} was searched with the estimator ${ownIn(estimator)?.file}, which is not at hand: `
    + "it is left out unless --estimator names its file"
  yield* locateLog(log).pipe(
    Effect.flatMap((file) => readyOwn(file, estimator)),
    Effect.catchCause(() => tell(absent))
  )
  return loadedEstimator(ownIn(estimator)?.digest ?? "") ?? null
})

type Found = EstimatorName | LoadedEstimator

/** The logs' own estimators, then the usual ones. */
const usual = Effect.fnUntraced(function*(searched: readonly Searched[]): Effect.fn.Return<readonly Found[]> {
  const own = yield* Effect.forEach(searched, (one): Effect.Effect<Found | null> => {
    const { name } = one.setting.configuration.estimator
    return name === "own" ? ownOf(one) : Effect.succeed(name)
  })
  return [...own.filter((found) => found !== null), ...usualEstimators]
})

/**
 * The estimators that were asked for, each once, users' own ones loaded; without any (null) those of the logs and the
 * usual ones.
 */
export const chosenEstimators = Effect.fnUntraced(function*(
  asked: readonly EstimatorChoice[] | null,
  searched: readonly Searched[]
): Effect.fn.Return<Choices, OwnEstimatorError> {
  const found = asked === null
    ? yield* usual(searched)
    : yield* Effect.forEach(asked, (choice): Effect.Effect<Found, OwnEstimatorError> =>
      "name" in choice ? Effect.succeed(choice.name) : loadOwnEstimator(choice.file))
  const choices = new Map<string, Choice>()
  const own: { readonly path: string; readonly digest: string }[] = []
  for (const one of found) {
    if (typeof one === "string") {
      choices.set(one, { label: one, name: one, own: null })
      continue
    }
    const { identity, code } = one
    const isOther = [...choices.values()].some(({ label, own }) =>
      label === identity.file && own?.digest !== identity.digest)
    choices.set(identity.digest, { label: isOther ? code.path : identity.file, name: "own", own: identity })
    own.push({ path: code.path, digest: code.digest })
  }
  return { choices: [...choices.values()], own }
})

/** The same with the baseline among them. */
export const withBaseline = (choices: readonly Choice[]): readonly Choice[] =>
  choices.some(({ name }) => name === baseline.name) ? choices : [...choices, baseline]

/** More would run for hours, and what stands out among so many is chance. */
const mostCandidates = 200

/** A grid that is not too large to be tried. */
export const checkGrid = (choices: readonly Choice[], axes: GridAxes): Effect.Effect<void, RefitError> => {
  const size = gridSize(choices, axes)
  if (size <= mostCandidates) return Effect.void
  const lists = Object.entries(axes).flatMap(([axis, values]: [string, readonly unknown[]]) =>
    values.length > 1 ? [`${values.length} of --${axis}`] : [])
  return Effect.fail(new RefitError({
    message: `${choices.length} estimators by ${lists.join(" by ")} are ${size} candidates, more than the ${mostCandidates} of one refit: `
      + "leave some values out, or refit in parts"
  }))
}
