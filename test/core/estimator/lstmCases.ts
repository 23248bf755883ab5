import type { Samples } from "../../../src/core/estimator/estimator.ts"
import type { Head } from "../../../src/core/estimator/lstmHead.ts"
import type { LstmShape } from "../../../src/core/estimator/lstmKernel.ts"
import { lstmParameters } from "../../../src/core/estimator/lstmParameters.ts"
import type { NetworkProgress } from "../../../src/core/estimator/networkState.ts"
import { uniforms } from "../../../src/core/random/uniform.ts"

/** Numbers between 0 and 1 that depend on `seed` alone. */
export const numbers = (seed: number, count: number): Float64Array =>
  uniforms({ seed, stream: "split", a: 0, b: 0 }, count)

export const shapeOf = (edges: number, operations: number, hidden: number, head: Head): LstmShape =>
  ({ edges, operations, hidden, head })

/** Random inputs, losses between 0.5 and 1.5, weights between 0.5 and 1.5. */
export const samplesFor = (shape: LstmShape, count: number, seed: number): Samples => {
  const size = shape.edges * shape.operations
  const all = numbers(seed, count * (size + 2))
  return {
    count,
    inputs: all.slice(0, count * size),
    losses: all.slice(count * size, count * (size + 1)).map((u) => 0.5 + u),
    weights: all.slice(count * (size + 1)).map((u) => 0.5 + u),
    steps: Float64Array.from({ length: count }, (_, i) => i + 1)
  }
}

/** Parameters between -scale and scale, as if no Adam step had been made. */
export const startFor = (shape: LstmShape, scale: number, seed: number): NetworkProgress => {
  const { count } = lstmParameters(shape)
  return {
    weights: numbers(seed, count).map((u) => scale * (2 * u - 1)),
    firstMoment: new Float64Array(count),
    secondMoment: new Float64Array(count),
    beta1Power: 1,
    beta2Power: 1
  }
}

export const inOrder = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i)
