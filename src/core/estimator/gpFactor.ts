import { factorFrom, packedLength } from "../numeric/packedCholesky.ts"
import { kernelRow } from "./gpKernel.ts"
import type { GpMemory } from "./gpMemory.ts"
import { kernelValues } from "./gpParameters.ts"
import { gpSamples } from "./gpSamples.ts"

/** Samples, hyper-parameters, and what follows from them. */
export type GpFactor = GpMemory & {
  readonly parameters: Float64Array
  /** L of K + noise / weights = L L', packed (`packedCholesky.ts`) */
  readonly factor: Float64Array
}

const same = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i])

/** How many samples, from the first one on, two memories share. */
const shared = (a: GpMemory, b: GpMemory): number => {
  const most = Math.min(a.weights.length, b.weights.length)
  const edges = most === 0 ? 0 : a.choices.length / a.weights.length
  for (let i = 0; i < most; i++) {
    if (a.weights[i] !== b.weights[i]) return i
    for (let j = i * edges; j < (i + 1) * edges; j++) if (a.choices[j] !== b.choices[j]) return i
  }
  return most
}

/**
 * The factor of a memory under these hyper-parameters. The rows of samples that it shares with the one before are
 * taken over, and have the same bits as if they were computed again.
 */
export const grownFactor = (
  before: GpFactor, memory: GpMemory, parameters: Float64Array, edges: number, operations: number
): Float64Array => {
  const { choices, features, weights } = memory
  const count = weights.length
  const kept = same(parameters, before.parameters) ? shared(before, memory) : 0
  const factor = new Float64Array(packedLength(count))
  factor.set(before.factor.subarray(0, packedLength(kept)))
  const values = kernelValues(parameters, edges, operations)
  const samples = gpSamples(memory, edges, operations)
  const signals = features.length / count
  const H = new Float64Array(edges * operations)
  for (let i = kept; i < count; i++) {
    H.fill(0)
    for (let e = 0; e < edges; e++) H[e * operations + choices[i * edges + e]] = 1
    const row = packedLength(i)
    const sample = { weights: H, signal: features.subarray(i * signals, (i + 1) * signals) }
    kernelRow(values, samples, sample, i + 1, factor, row)
    factor[row + i] += values.noise / weights[i]
  }
  factorFrom(factor, count, kept)
  return factor
}
