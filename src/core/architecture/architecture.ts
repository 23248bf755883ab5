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

/** An architecture as a key of maps and sets. */
export const architectureKey = (architecture: Architecture): string => architecture.join(",")
