import * as Either from "fp-ts/lib/Either.js"
import type { Space } from "../../core/architecture/space.ts"
import type { Environment } from "../../core/environment.ts"
import { fitKind } from "../../core/estimator/fitKind.ts"
import { estimatorFor } from "../../core/estimator/registry.ts"
import type { Candidate } from "../../core/history/candidate.ts"
import { oneStepAhead } from "../../core/history/oneStepAhead.ts"
import { joinedPredictions, type Predictions } from "../../core/history/predictions.ts"
import { foldPredictions } from "../../core/history/refit.ts"
import type { RefitPlan } from "../../core/history/refitPlan.ts"
import type { Configuration } from "../../core/search/configuration.ts"

/** A candidate on one log, as plain data. */
export interface CandidateSetting {
  readonly name: string
  readonly configuration: Configuration
  readonly memory: number | null
}

/** A log and what is fitted to it, as plain data that can travel to a thread. */
export interface RefitWork {
  readonly plan: RefitPlan
  readonly space: Space
  readonly seed: number
  /** steps between two fits one step ahead */
  readonly every: number
  readonly candidates: readonly CandidateSetting[]
}

/** A piece of work that depends on no other one: the fits of a fold, or of some steps ahead. */
export type RefitUnit = {
  readonly log: number
  readonly candidate: number
  /** what it counts in the progress */
  readonly steps: number
} & (
  | { readonly type: "fold"; readonly fold: number }
  | { readonly type: "ahead"; readonly from: number; readonly to: number }
)

/** What a unit came to. `problem` is a sentence that names the estimator. */
export type UnitEnd =
  | { readonly type: "done"; readonly predictions: Predictions; readonly seconds: number }
  | { readonly type: "problem"; readonly problem: string }

const candidateOf = (
  { space, seed }: RefitWork,
  { name, configuration, memory }: CandidateSetting,
  machine: Environment
): Candidate => {
  const { estimator } = configuration
  const { warmUpPasses, passes, stopTau } = estimator
  return {
    name, warmUpPasses, passes, stopTau, memory,
    estimator: estimatorFor(machine, space, seed, estimator),
    learning: configuration
  }
}

/** An error with a name of ours is a sentence already; any other one is a bug. */
const sentenceOf = (error: unknown): string => {
  if (error instanceof Error && "_tag" in error && error.message !== "") return error.message
  throw error
}

const complaintOf = ({ name, configuration }: CandidateSetting, clause: string): string => {
  const { estimator } = configuration
  const learns = estimator.name !== "own" && fitKind(estimator) === "passes"
  return `${name} ${clause}${learns ? ": its fit diverged, and a smaller --learning-rate may help" : ""}`
}

function* predicting(
  work: RefitWork,
  unit: RefitUnit,
  machine: Environment
): Generator<number, Either.Either<string, Predictions>, undefined> {
  const candidate = candidateOf(work, work.candidates[unit.candidate]!, machine)
  if (unit.type === "fold") {
    const predictions = foldPredictions(work.plan, candidate, unit.fold)
    yield 1
    return predictions
  }
  const parts: Predictions[] = []
  for (const part of oneStepAhead(work.plan, candidate, { every: work.every, from: unit.from, to: unit.to })) {
    if (Either.isLeft(part)) return part
    parts.push(part.right)
    yield part.right.scores.length
  }
  return Either.right(joinedPredictions(parts))
}

/** Does a unit; yields how many steps of it were done since it was last asked, so that a caller can stop between. */
export function* runUnit(
  works: readonly RefitWork[],
  unit: RefitUnit,
  machine: Environment
): Generator<number, UnitEnd, undefined> {
  const work = works[unit.log]!
  const begun = performance.now()
  try {
    const predictions = yield* predicting(work, unit, machine)
    return Either.isLeft(predictions)
      ? { type: "problem", problem: complaintOf(work.candidates[unit.candidate]!, predictions.left) }
      : { type: "done", predictions: predictions.right, seconds: (performance.now() - begun) / 1000 }
  } catch (error) {
    return { type: "problem", problem: sentenceOf(error) }
  }
}
