import { describe, expect, it } from "vitest"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { chosenOperations, weightsOn } from "../../../src/core/architecture/architecture.ts"
import { liveEdges } from "../../../src/core/estimator/liveEdges.ts"
import { searchGraph } from "../../../src/core/estimator/searchGraph.ts"
import { chainSpace } from "./contexts.ts"
import { someSamples } from "./laws.ts"

const canonical = (space: typeof nb201, architecture: readonly number[]): readonly number[] => {
  const live = liveEdges(searchGraph(space))
  live.read(weightsOn(architecture, space.operations.length, 1), 0)
  expect(live.weights.every((h) => h === 0 || h === 1)).toBe(true)
  return chosenOperations(live.weights, space.operations.length)
}

// edges of nb201: 0 -> 1, 0 -> 2, 1 -> 2, 0 -> 3, 1 -> 3, 2 -> 3
describe("live edges", () => {
  it("are those on a path from an input to the output; the others count as zero", () => {
    expect(canonical(nb201, [3, 2, 4, 1, 3, 2])).toEqual([3, 2, 4, 1, 3, 2])
    expect(canonical(nb201, [0, 2, 4, 1, 3, 2])).toEqual([0, 2, 0, 1, 0, 2])
    expect(canonical(nb201, [3, 2, 4, 1, 0, 0])).toEqual([0, 0, 0, 1, 0, 0])
    expect(canonical(nb201, [3, 0, 0, 0, 0, 4])).toEqual([0, 0, 0, 0, 0, 0])
  })

  it("lead to any computed node where all of them leave the cell", () => {
    const architecture = Array.from({ length: 28 }, (_, e) => (e === 1 || e >= 14 ? 4 : 0))
    expect(canonical(nasnet, architecture)).toEqual(architecture)
    expect(canonical(nasnet, architecture.with(1, 0).with(4, 4))).toEqual(architecture.with(1, 0))
  })

  it("are all edges where choices are no graph, or nothing is zero", () => {
    const none = { ...chainSpace(3, 2), operations: ["none", "conv"] }
    for (const space of [none, { ...chainSpace(3, 2), derivation: "every-edge" } as const]) {
      expect(canonical(space, [0, 1, 0])).toEqual([0, 1, 0])
    }
  })

  it.each([nb201, nasnet])("have the derivatives of what they read, on $name", (space) => {
    const graph = searchGraph(space)
    const live = liveEdges(graph)
    const H = someSamples(3, 1, graph.edges, graph.operations).inputs
    const slopes = H.map((_, j) => ((j * 37) % 17) / 17 - 0.4)
    const value = (weights: Float64Array): number => {
      live.read(weights, 0)
      return live.weights.reduce((sum, h, j) => sum + slopes[j] * h, 0)
    }
    const gradient = new Float64Array(H.length)
    live.read(H, 0)
    live.addGradient(slopes, H, 0, gradient)
    gradient.forEach((g, j) => {
      expect(g).toBeCloseTo((value(H.with(j, H[j] + 1e-5)) - value(H.with(j, H[j] - 1e-5))) / 2e-5, 8)
    })
  })
})
