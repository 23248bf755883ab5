import { describe, expect, it } from "vitest"
import { weightsOn } from "../../../src/core/architecture/architecture.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { searchGraph } from "../../../src/core/estimator/searchGraph.ts"
import { drawSignalMaps, signalFeatures, signalLength } from "../../../src/core/estimator/signalFeatures.ts"
import { unlabelled } from "../../../src/core/estimator/unlabelled.ts"
import { chainSpace, contextOn } from "./contexts.ts"
import { someSamples } from "./laws.ts"

const on = (space: typeof nb201, seed = 1) => {
  const graph = searchGraph(space)
  const signal = signalFeatures(graph)
  const maps = drawSignalMaps(contextOn(space, {}, { seed }), graph)
  return { graph, signal, maps, of: (H: Float64Array) => (signal.read(maps, H, 0), signal.features.slice()) }
}

const distance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, x, j) => sum + (x - b[j]) * (x - b[j]), 0)

describe("signal features", () => {
  const { of, maps } = on(nb201)
  const feature = (...architecture: readonly number[]) => of(weightsOn(architecture, 5, 1))

  it("hand the signal on where an edge skips, and let nothing through where it is zero", () => {
    expect(feature(0, 0, 0, 1, 0, 0)).toEqual(maps.signals.slice(0, signalLength))
    expect(feature(1, 0, 0, 0, 1, 0)).toEqual(feature(0, 0, 0, 1, 0, 0))
    expect(feature(3, 2, 4, 0, 0, 0)).toEqual(new Float64Array(signalLength))
  })

  it("are the same for cells that compute the same on other edges, and differ for others", () => {
    expect(distance(feature(3, 0, 0, 0, 2, 0), feature(0, 3, 0, 0, 0, 2))).toBeLessThan(1e-24)
    expect(distance(feature(3, 0, 0, 0, 2, 0), feature(2, 0, 0, 0, 3, 0))).toBeGreaterThan(1e-3)
  })

  it("are 1 apart on average, in the square, between uniform architectures that set no scale", () => {
    for (const space of [nb201, nasnet, chainSpace(8, 3)]) {
      const { of: read, graph } = on(space, 5)
      const draw = unlabelled(space)
      const features = Array.from({ length: 60 }, (_, i) => {
        const H = new Float64Array(graph.edges * graph.operations)
        draw({ seed: 99, stream: "split", a: 0, b: 0 }, i, H)
        return read(H)
      })
      expect(features[0]).toHaveLength(space.cells.length * signalLength)
      const all = features.flatMap((a, i) => features.slice(0, i).map((b) => distance(a, b)))
      const mean = all.reduce((sum, x) => sum + x, 0) / all.length
      expect(mean).toBeGreaterThan(0.5)
      expect(mean).toBeLessThan(2)
    }
  })

  it("are drawn by the seed", () => {
    expect(on(nb201).maps).toEqual(maps)
    expect(on(nb201, 2).maps.maps).not.toEqual(maps.maps)
  })

  it.each([nb201, nasnet])("have the derivatives with respect to H that differences give, on $name", (space) => {
    const { graph, signal, maps: drawn, of: read } = on(space)
    const H = someSamples(4, 1, graph.edges, graph.operations).inputs
    const slopes = read(H).map((_, j) => ((j * 29) % 13) / 13 - 0.4)
    const value = (weights: Float64Array) => read(weights).reduce((sum, f, j) => sum + slopes[j] * f, 0)
    const gradient = new Float64Array(H.length)
    read(H)
    signal.addGradient(drawn, slopes, H, 0, gradient)
    const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0)
    gradient.forEach((g, j) => {
      const difference = (value(H.with(j, H[j] + 1e-5)) - value(H.with(j, H[j] - 1e-5))) / 2e-5
      expect(Math.abs(g - difference) / largest).toBeLessThan(1e-7)
    })
  })
})
