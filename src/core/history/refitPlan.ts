import * as Either from "fp-ts/lib/Either.js"
import { permutation } from "../random/permutation.ts"
import type { History } from "./history.ts"
import { type RefitSample, refitSamples } from "./refitSamples.ts"

export interface RefitOptions {
  /**
   * the shortest memory of all candidates, so that each is judged on the same architectures; null: all measured ones
   */
  readonly memory: number | null
  /** parts of the cross-validation, from 2 on */
  readonly folds: number
  /** addresses the permutation that draws the folds */
  readonly seed: number
}

/** What is held out of what, the same for every candidate. */
export interface RefitPlan {
  /** all measured architectures, in the order of their measurement */
  readonly all: readonly RefitSample[]
  /** for each fold the indices into `all` that it holds out, ascending */
  readonly folds: readonly (readonly number[])[]
}

/** Folds of equal size, or one apart, of at least two samples each. */
const drawFolds = (begin: number, count: number, folds: number, seed: number): readonly (readonly number[])[] => {
  const parts = Math.max(2, Math.min(folds, Math.floor(count / 2)))
  const order = permutation({ seed, stream: "folds", a: 0, b: 0 }, count)
  return Array.from({ length: parts }, (_, part) =>
    Array.from(order.filter((_, place) => place % parts === part).toSorted(), (i) => begin + i))
}

/** What is to be computed, or one clause that says why it cannot be. */
export const refitPlan = (
  history: Pick<History, "steps">,
  { memory, folds, seed }: RefitOptions
): Either.Either<string, RefitPlan> => {
  const all = refitSamples(history)
  const begin = memory === null ? 0 : Math.max(0, all.length - memory)
  const count = all.length - begin
  return count < 4
    ? Either.left(`a refit needs at least 4 measured architectures, and there are ${count}`)
    : Either.right({ all, folds: drawFolds(begin, count, folds, seed) })
}
