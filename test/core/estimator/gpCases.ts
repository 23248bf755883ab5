import type { Space } from "../../../src/core/architecture/space.ts"
import { denseCell } from "../../../src/core/architecture/spaces/denseCell.ts"
import type { Queries, Samples } from "../../../src/core/estimator/estimator.ts"
import { signalLength, type SignalMaps } from "../../../src/core/estimator/signalFeatures.ts"

/** A cell of NAS-Bench-201's kind with edges 0 -> 1, 0 -> 2, 1 -> 2. */
export const tinyCell: Space = {
  name: "tiny cell",
  operations: ["none", "skip_connect", "conv"],
  cells: [denseCell("cell", 1, 2)],
  derivation: "every-edge"
}

const oneHot = (architecture: readonly number[]): readonly number[] =>
  architecture.flatMap((chosen) => [0, 1, 2].map((k) => (k === chosen ? 1 : 0)))

/** One architecture of the tiny cell as a query. */
export const queryOf = (...architecture: readonly number[]): Queries =>
  ({ count: 1, inputs: Float64Array.from(oneHot(architecture)), steps: Float64Array.of(1) })

/** The second one has a dead edge 0, the fourth one a dead edge 2. */
export const tinySamples: Samples = {
  count: 5,
  inputs: Float64Array.from([[2, 0, 2], [2, 2, 0], [1, 2, 2], [0, 1, 2], [2, 1, 1]].flatMap(oneHot)),
  steps: Float64Array.of(1, 2, 3, 4, 5),
  losses: Float64Array.of(0.9, 0.5, 0.7, 0.6, 0.2),
  weights: Float64Array.of(1, 0.5, 1.5, 1, 1)
}

/** One-hot and soft. */
export const tinyQueries: Queries = {
  count: 2,
  inputs: Float64Array.from([...oneHot([1, 0, 2]), 0.2, 0.3, 0.5, 0.6, 0.3, 0.1, 0.1, 0.2, 0.7]),
  steps: Float64Array.of(6, 6)
}

const d = signalLength

/** Maps and signals that are quick to write down again elsewhere. */
export const plainMaps: SignalMaps = {
  maps: Float64Array.from({ length: 3 * d * d }, (_, at) => {
    const [k, i, j] = [Math.floor(at / (d * d)), Math.floor(at / d) % d, at % d]
    return ((i * 7 + j * 3 + k * 5) % 11) / 11 - 0.4
  }),
  signals: Float64Array.from({ length: 3 * d }, (_, at) => (at < d ? ((at * 5) % 7) / 7 - 0.3 : 0))
}

/** Hyper-parameters in the order of `gpParameters.ts`. */
export const plainParameters = Float64Array.of(
  Math.log(0.5), Math.log(0.3), Math.log(0.5), Math.log(0.03), 0.2,
  0.3, 0.8, -0.2,
  -1.2, -0.9, -1.5,
  ...Array.from({ length: 9 }, (_, i) => (i % 4 === 0 ? 1.1 : 0) + (0.1 * i) / 9)
)
