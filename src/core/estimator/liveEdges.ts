import type { SearchGraph } from "./searchGraph.ts"

/**
 * An edge is live if what enters the cell reaches it, and what leaves it reaches an output; an operation on a dead
 * edge changes nothing. Softly, from H, as if each edge let something through with probability p_e = 1 - H[e, zero]
 * and paths were independent (exact for one-hot H):
 *
 *     reached_v = 1 - prod over edges e = (u, v) of (1 - reached_u p_e), 1 for inputs
 *     heard_u   = 1 - prod over edges e = (u, v) of (1 - heard_v p_e),   1 for outputs
 *     live_e    = reached_u heard_v
 *
 * A dead edge is read as zero: H'_e = live_e H_e + (1 - live_e) zero.
 */
export interface LiveEdges {
  /** `[E, K]` H', left by `read` */
  readonly weights: Float64Array
  read(H: Float64Array, at: number): void
  /** From slopes with respect to H' `[E, K]` of what was read last, adds those with respect to H to `gradient`. */
  addGradient(slopes: Float64Array, H: Float64Array, at: number, gradient: Float64Array): void
}

/** For each of the values the product of all others, so that no value is divided by. */
const productsOfOthers = (values: readonly number[]): number[] => {
  const products = values.map(() => 1)
  let before = 1
  values.forEach((value, i) => {
    products[i] = before
    before *= value
  })
  let behind = 1
  for (let i = values.length - 1; i >= 0; i--) {
    products[i] *= behind
    behind *= values[i]
  }
  return products
}

export const liveEdges = (graph: SearchGraph): LiveEdges => {
  const { nodes, edges, operations: K, isInput, isOutput, zero } = graph
  const weights = new Float64Array(edges * K)
  if (zero === null) {
    return {
      weights,
      read: (H, at) => weights.set(H.subarray(at, at + weights.length)),
      addGradient: (slopes, _, at, gradient) => {
        for (let j = 0; j < slopes.length; j++) gradient[at + j] += slopes[j]
      }
    }
  }

  const outgoing = nodes.map((_, u) => nodes.flatMap(({ incoming }, to) =>
    incoming.filter(({ from }) => from === u).map(({ edge }) => ({ edge, to }))))
  const from = new Int32Array(edges)
  const into = new Int32Array(edges)
  nodes.forEach(({ incoming }, v) => {
    for (const { edge, from: u } of incoming) {
      from[edge] = u
      into[edge] = v
    }
  })
  const reached = new Float64Array(nodes.length)
  const heard = new Float64Array(nodes.length)
  const passing = new Float64Array(edges)

  const read = (H: Float64Array, at: number): void => {
    for (let e = 0; e < edges; e++) passing[e] = 1 - H[at + e * K + zero]
    for (let v = 0; v < nodes.length; v++) {
      let missed = 1
      for (const { edge, from: u } of nodes[v].incoming) missed *= 1 - reached[u] * passing[edge]
      reached[v] = isInput[v] ? 1 : 1 - missed
    }
    for (let u = nodes.length - 1; u >= 0; u--) {
      let missed = 1
      for (const { edge, to } of outgoing[u]) missed *= 1 - heard[to] * passing[edge]
      heard[u] = isOutput[u] ? 1 : 1 - missed
    }
    for (let e = 0; e < edges; e++) {
      const live = reached[from[e]] * heard[into[e]]
      for (let k = 0; k < K; k++) weights[e * K + k] = live * H[at + e * K + k]
      weights[e * K + zero] += 1 - live
    }
  }

  const addGradient = (slopes: Float64Array, H: Float64Array, at: number, gradient: Float64Array): void => {
    const reachedSlopes = new Float64Array(nodes.length)
    const heardSlopes = new Float64Array(nodes.length)
    for (let e = 0; e < edges; e++) {
      const live = reached[from[e]] * heard[into[e]]
      let slope = -slopes[e * K + zero]
      for (let k = 0; k < K; k++) {
        gradient[at + e * K + k] += live * slopes[e * K + k]
        slope += slopes[e * K + k] * H[at + e * K + k]
      }
      reachedSlopes[from[e]] += slope * heard[into[e]]
      heardSlopes[into[e]] += slope * reached[from[e]]
    }
    for (let v = nodes.length - 1; v >= 0; v--) {
      if (isInput[v]) continue
      const { incoming } = nodes[v]
      const others = productsOfOthers(incoming.map(({ edge, from: u }) => 1 - reached[u] * passing[edge]))
      incoming.forEach(({ edge, from: u }, i) => {
        const slope = reachedSlopes[v] * others[i]
        reachedSlopes[u] += slope * passing[edge]
        gradient[at + edge * K + zero] -= slope * reached[u]
      })
    }
    for (let u = 0; u < nodes.length; u++) {
      if (isOutput[u]) continue
      const others = productsOfOthers(outgoing[u].map(({ edge, to }) => 1 - heard[to] * passing[edge]))
      outgoing[u].forEach(({ edge, to }, i) => {
        const slope = heardSlopes[u] * others[i]
        heardSlopes[to] += slope * passing[edge]
        gradient[at + edge * K + zero] -= slope * heard[to]
      })
    }
  }

  return { weights, read, addGradient }
}
