import type { Space } from "../architecture/space.ts"
import { normals } from "../random/normal.ts"
import type { Address } from "../random/stream.ts"
import { addVector, addVectorTimesMatrix, matrixTimesVector } from "./matrixProducts.ts"
import type { EstimatorContext } from "./context.ts"
import type { SearchGraph } from "./searchGraph.ts"
import { unlabelled } from "./unlabelled.ts"

/** Numbers of a signal (our choice). */
export const signalLength = 16

/**
 * What becomes of a random signal on its way through the cells (our choice): architectures that compute alike have
 * features alike, on whatever edges their operations stand. With fixed random maps M_k and a fixed signal at each
 * input of a cell, row vectors all,
 *
 *     h_v = sum over edges e = (u, v) of sum_k H[e, k] h_u M_k
 *
 * and the feature of a cell is the sum of h_v over its outputs. A zero operation has M = 0, a skip connection M = 1;
 * the others have 1 plus a normal random matrix with deviation 1 / sqrt(length).
 */
export interface SignalFeatures {
  /** `[cells, length]`, left by `read` */
  readonly features: Float64Array
  read(maps: SignalMaps, H: Float64Array, at: number): void
  /** From slopes with respect to the features that were read last, adds those with respect to H to `gradient`. */
  addGradient(maps: SignalMaps, slopes: Float64Array, H: Float64Array, at: number, gradient: Float64Array): void
}

export type SignalMaps = {
  /** `[K, length, length]` */
  readonly maps: Float64Array
  /** `[nodes, length]`: the signals at the inputs, 0 elsewhere */
  readonly signals: Float64Array
}

export const signalFeatures = (graph: SearchGraph): SignalFeatures => {
  const { nodes, cells, operations: K, isInput, isOutput, skips, zero } = graph
  const d = signalLength
  const states = new Float64Array(nodes.length * d)
  const stateSlopes = new Float64Array(nodes.length * d)
  const back = new Float64Array(d)
  const features = new Float64Array(cells * d)

  const read = ({ maps, signals }: SignalMaps, H: Float64Array, at: number): void => {
    states.set(signals)
    features.fill(0)
    for (let v = 0; v < nodes.length; v++) {
      for (const { edge, from } of nodes[v].incoming) {
        for (let k = 0; k < K; k++) {
          const h = H[at + edge * K + k]
          if (h === 0 || k === zero) continue
          if (skips[k]) addVector(h, states, from * d, d, states, v * d)
          else addVectorTimesMatrix(h, states, from * d, maps, k * d * d, d, d, states, v * d)
        }
      }
      if (isOutput[v]) addVector(1, states, v * d, d, features, nodes[v].cell * d)
    }
  }

  const addGradient = (
    { maps }: SignalMaps, slopes: Float64Array, H: Float64Array, at: number, gradient: Float64Array
  ): void => {
    stateSlopes.fill(0)
    for (let v = nodes.length - 1; v >= 0; v--) {
      if (isInput[v]) continue
      if (isOutput[v]) addVector(1, slopes, nodes[v].cell * d, d, stateSlopes, v * d)
      for (const { edge, from } of nodes[v].incoming) {
        for (let k = 0; k < K; k++) {
          if (k === zero) continue
          if (skips[k]) back.set(stateSlopes.subarray(v * d, (v + 1) * d))
          else matrixTimesVector(maps, k * d * d, d, d, stateSlopes, v * d, back, 0)
          let slope = 0
          for (let j = 0; j < d; j++) slope += back[j] * states[from * d + j]
          gradient[at + edge * K + k] += slope
          addVector(H[at + edge * K + k], back, 0, d, stateSlopes, from * d)
        }
      }
    }
  }

  return { features, read, addGradient }
}

/** Architectures, uniform ones, that set the scale of the features. */
const scaleCount = 100

/** Mean squared distance between the features of uniform architectures. */
const meanSquaredDistance = (space: Space, graph: SearchGraph, address: Address, maps: SignalMaps): number => {
  const reader = signalFeatures(graph)
  const draw = unlabelled(space)
  const H = new Float64Array(graph.edges * graph.operations)
  const size = reader.features.length
  const all = new Float64Array(scaleCount * size)
  for (let i = 0; i < scaleCount; i++) {
    draw(address, i, H)
    reader.read(maps, H, 0)
    all.set(reader.features, i * size)
  }
  // twice the sum of the variances is the mean squared distance of a pair
  let variances = 0
  for (let j = 0; j < size; j++) {
    let sum = 0
    let squares = 0
    for (let i = 0; i < scaleCount; i++) {
      sum += all[i * size + j]
      squares += all[i * size + j] * all[i * size + j]
    }
    variances += squares - (sum * sum) / scaleCount
  }
  return (2 * variances) / (scaleCount - 1)
}

/**
 * The maps and signals of a search, drawn once by its seed, in every lane the same ones. The signals are scaled so
 * that uniform architectures are 1 apart, in the root mean square.
 */
export const drawSignalMaps = (
  { seed, space }: Pick<EstimatorContext, "seed" | "space">,
  graph: SearchGraph
): SignalMaps => {
  const { operations: K, nodes, skips, zero } = graph
  const d = signalLength
  const drawn = normals({ seed, stream: "signal-maps", a: 0, b: 0 }, (K * d + nodes.length) * d)
  const maps = drawn.slice(0, K * d * d).map((normal, at) => {
    const k = Math.floor(at / (d * d))
    const one = Math.floor(at / d) % d === at % d ? 1 : 0
    return k === zero ? 0 : skips[k] ? one : one + normal / Math.sqrt(d)
  })
  const signals = drawn.slice(K * d * d).map((normal, at) => (graph.isInput[Math.floor(at / d)] ? normal : 0))
  const distance = meanSquaredDistance(space, graph, { seed, stream: "signal-maps", a: 1, b: 0 }, { maps, signals })
  const scale = distance > 0 ? 1 / Math.sqrt(distance) : 1
  return { maps, signals: signals.map((value) => value * scale) }
}
