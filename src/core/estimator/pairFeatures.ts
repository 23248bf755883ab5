/**
 * The features of pairwise interactions: the E K numbers H[e, k] themselves, then for every pair of edges e < f, in
 * order, the K K products H[e, k] H[f, l].
 */
export const pairFeatureCount = (edges: number, operations: number): number =>
  edges * operations + ((edges * (edges - 1)) / 2) * operations * operations

/** Where the products of a pair of edges e < f begin. */
export const pairStart = (edges: number, operations: number, e: number, f: number): number =>
  edges * operations + (e * edges - (e * (e + 1)) / 2 + (f - e - 1)) * operations * operations

/** Features that are not 0, in ascending order. A one-hot architecture has E + E (E - 1) / 2 of them. */
export interface SparseFeatures {
  readonly count: number
  readonly places: Int32Array
  readonly values: Float64Array
}

/** Room for the features of one architecture after another, written by `readPairFeatures`. */
export const emptyFeatures = (edges: number, operations: number) => {
  const most = pairFeatureCount(edges, operations)
  return { count: 0, places: new Int32Array(most), values: new Float64Array(most) }
}

/** Reads the features of H `[E, K]`, which starts at `at` of `inputs`, into `features`. */
export const readPairFeatures = (
  edges: number,
  operations: number,
  inputs: Float64Array,
  at: number,
  features: ReturnType<typeof emptyFeatures>
): SparseFeatures => {
  const size = edges * operations
  let count = 0
  const add = (place: number, value: number): void => {
    if (value === 0) return
    features.places[count] = place
    features.values[count++] = value
  }
  for (let j = 0; j < size; j++) add(j, inputs[at + j])
  let start = size
  for (let e = 0; e < edges; e++) {
    for (let f = e + 1; f < edges; f++, start += operations * operations) {
      for (let k = 0; k < operations; k++) {
        const h = inputs[at + e * operations + k]
        if (h === 0) continue
        for (let l = 0; l < operations; l++) add(start + k * operations + l, h * inputs[at + f * operations + l])
      }
    }
  }
  features.count = count
  return features
}
