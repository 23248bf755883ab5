import { type Architecture, chosenOperations, weightsOn } from "../../src/core/architecture/architecture.ts"
import { gumbelSoftmax } from "../../src/core/architecture/gumbelSoftmax.ts"
import { edgeCount, operationCount } from "../../src/core/architecture/space.ts"
import { nasnet } from "../../src/core/architecture/spaces/nasnet.ts"
import { gumbels } from "../../src/core/random/gumbel.ts"

/** A drawn architecture of the nasnet space: one operation an edge, and H `[E, K]`. */
export interface Draw {
  readonly architecture: Architecture
  readonly weights: Float64Array
}

const K = operationCount(nasnet)
const E = edgeCount(nasnet)

/** Convolutions first, so that the first edges of a cell have different costs. */
const mixOrder = [
  "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "none"
]

/** The same operation on an edge of either cell kind; every soft weight is 0.5. */
const fixed = (operationOf: (edge: number) => string): Draw => {
  const architecture = nasnet.cells.flatMap(({ edges }) => edges.map((_, edge) => nasnet.operations.indexOf(operationOf(edge))))
  return { architecture, weights: weightsOn(architecture, K, 0.5) }
}

/** Edge e of each cell has operation e mod 8 (shifted). */
export const mix = (shift = 0): Draw => fixed((edge) => mixOrder[(edge + shift) % mixOrder.length]!)

export const allSeparable: Draw = fixed(() => "sep_conv_3x3")

/** Draws at uniform logits, tau = 0.1 (Eq. 4). */
export const draws = (count: number): readonly Draw[] =>
  Array.from({ length: count }, (_, a) => {
    const noise = gumbels({ seed: 1, stream: "search-noise", a, b: 0 }, E * K)
    const weights = gumbelSoftmax(nasnet, new Float64Array(E * K), noise, 0.1)
    return { architecture: chosenOperations(weights, K), weights }
  })

/** A draw as the Python peer reads it: cell kind by cell kind, [operation, soft weight] of each edge. */
export const forPeer = ({ architecture, weights }: Draw) => {
  const chosen = architecture.map((operation, edge) => [nasnet.operations[operation]!, weights[edge * K + operation]!] as const)
  const edges = nasnet.cells[0].edges.length
  return { normal: chosen.slice(0, edges), reduction: chosen.slice(edges) }
}
