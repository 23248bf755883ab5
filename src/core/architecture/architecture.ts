/** One operation an edge: `architecture[e]` is an index into `space.operations`. Length E. */
export type Architecture = readonly number[]

/**
 * The chosen operation of each edge: the largest soft weight, the lower index where two are equal (Eq. 4).
 * `weights` is `[E, K]`; operations that an edge lacks weigh 0 and so are never chosen before one that it has.
 */
export const chosenOperations = (weights: Float64Array, operations: number): Architecture =>
  Array.from({ length: weights.length / operations }, (_, edge) => {
    let best = 0
    for (let k = 1; k < operations; k++) {
      if (weights[edge * operations + k]! > weights[edge * operations + best]!) best = k
    }
    return best
  })

/**
 * H `[E, K]` with the same weight on each chosen operation and 0 elsewhere.
 *
 * Law: `chosenOperations(weightsOn(a, K, w), K)` is `a`, for every w above 0.
 */
export const weightsOn = (architecture: Architecture, operations: number, weight: number): Float64Array => {
  const weights = new Float64Array(architecture.length * operations)
  architecture.forEach((operation, edge) => {
    weights[edge * operations + operation] = weight
  })
  return weights
}

/** An architecture as a key of maps and sets. */
export const architectureKey = (architecture: Architecture): string => architecture.join(",")
