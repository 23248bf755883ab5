import type { GpMemory } from "./gpMemory.ts"

/** Measured architectures as the kernel of the Gaussian process compares them with queries. */
export interface GpSamples {
  readonly count: number
  /** `[count, E]` chosen operations, zero on dead edges */
  readonly choices: Int32Array
  /** `[count, K]` how often each operation is chosen */
  readonly counts: Float64Array
  /** `[count, signals]`, see `signalFeatures.ts` */
  readonly signals: Float64Array
}

export const gpSamples = ({ choices, features, weights }: GpMemory, edges: number, operations: number): GpSamples => {
  const count = weights.length
  const counts = new Float64Array(count * operations)
  for (let j = 0; j < choices.length; j++) counts[Math.floor(j / edges) * operations + choices[j]] += 1
  return { count, choices: Int32Array.from(choices), counts, signals: features }
}
