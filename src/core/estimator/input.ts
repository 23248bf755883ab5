import { chosenOperations, weightsOn } from "../architecture/architecture.ts"
import type { Queries } from "./estimator.ts"

/** What an estimator reads of an architecture: H as it was drawn, or the chosen operations as 0 and 1. */
export type Input = "soft" | "one-hot"

/** The inputs of architectures with these weights `[E, K]`, joined `[count, E, K]`; `operations` is K. */
export const inputsOf = (weights: readonly Float64Array[], input: Input, operations: number): Float64Array => {
  const size = weights[0]?.length ?? 0
  const joined = new Float64Array(weights.length * size)
  weights.forEach((H, i) =>
    joined.set(input === "soft" ? H : weightsOn(chosenOperations(H, operations), operations, 1), i * size))
  return joined
}

/** The same as queries, all at one step. */
export const queriesOf = (weights: readonly Float64Array[], input: Input, operations: number, step: number): Queries => ({
  count: weights.length,
  inputs: inputsOf(weights, input, operations),
  steps: new Float64Array(weights.length).fill(step)
})
