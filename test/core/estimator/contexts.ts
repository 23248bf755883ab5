import { denseCell } from "../../../src/core/architecture/spaces/denseCell.ts"
import { edgeCount, operationCount, type Space } from "../../../src/core/architecture/space.ts"
import type { EstimatorContext } from "../../../src/core/estimator/context.ts"
import { plainLstmKernel } from "../../../src/core/estimator/plainLstmKernel.ts"
import { type EstimatorConfiguration, paperConfiguration } from "../../../src/core/search/configuration.ts"

/** A space of one cell with a chain of this many edges and operations o0, o1, ... */
export const chainSpace = (edges: number, operations: number): Space => ({
  name: "chain",
  operations: Array.from({ length: operations }, (_, k) => `o${k}`),
  cells: [{
    name: "cell",
    inputs: 1,
    nodes: edges,
    edges: Array.from({ length: edges }, (_, e) => ({ from: e, to: e + 1 }))
  }],
  derivation: "no-genotype"
})

/** Two small cells with `none` and an edge that has a list of its own: E = 8, K = 3. */
export const twoCells: Space = {
  name: "two cells",
  operations: ["none", "skip", "convolution"],
  cells: [
    denseCell("first", 2, 2),
    {
      name: "second",
      inputs: 1,
      nodes: 2,
      edges: [{ from: 0, to: 1, operations: ["skip", "convolution"] }, { from: 0, to: 2 }, { from: 1, to: 2 }]
    }
  ],
  derivation: "every-edge"
}

/** What an estimator for this space is made from: the paper's settings with these changes, on the plain kernel. */
export const contextOn = (
  space: Space,
  changes: Partial<EstimatorConfiguration> = {},
  { seed = 1, lane = 0 }: { readonly seed?: number; readonly lane?: number } = {}
): EstimatorContext => ({
  environment: { sha256: () => { throw new Error("an estimator has no use for a hash") }, lstmKernel: plainLstmKernel },
  space,
  edges: edgeCount(space),
  operations: operationCount(space),
  seed,
  configuration: { ...paperConfiguration.estimator, ...changes },
  lane
})

/** The same where nothing but E and K of the space matters. */
export const contextFor = (
  edges: number,
  operations: number,
  changes: Partial<EstimatorConfiguration> = {},
  at: { readonly seed?: number; readonly lane?: number } = {}
): EstimatorContext => contextOn(chainSpace(edges, operations), changes, at)
