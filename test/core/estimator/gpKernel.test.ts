import { describe, expect, it } from "vitest"
import { kernelRow, ownKernel } from "../../../src/core/estimator/gpKernel.ts"
import { signalSlopes, weightSlopes } from "../../../src/core/estimator/gpKernelSlopes.ts"
import { activeSamples, gpMemory, newestOf } from "../../../src/core/estimator/gpMemory.ts"
import { kernelValues } from "../../../src/core/estimator/gpParameters.ts"
import { gpSamples } from "../../../src/core/estimator/gpSamples.ts"
import { liveEdges } from "../../../src/core/estimator/liveEdges.ts"
import { searchGraph } from "../../../src/core/estimator/searchGraph.ts"
import { signalFeatures } from "../../../src/core/estimator/signalFeatures.ts"
import { plainMaps, plainParameters, queryOf, tinyCell, tinyQueries, tinySamples } from "./gpCases.ts"

const graph = searchGraph(tinyCell)
const [live, signal] = [liveEdges(graph), signalFeatures(graph)]
const values = kernelValues(plainParameters, 3, 3)
const memory = gpMemory(tinySamples, [0, 1, 2, 3, 4], 3, live, signal, plainMaps)
const samples = gpSamples(memory, 3, 3)

const read = (H: Float64Array) => {
  live.read(H, 0)
  signal.read(plainMaps, H, 0)
  return { weights: live.weights.slice(), signal: signal.features.slice() }
}
const rowOf = (H: Float64Array): Float64Array => {
  const row = new Float64Array(5)
  kernelRow(values, samples, read(H), 5, row, 0)
  return row
}
const softOne = tinyQueries.inputs.slice(9)

describe("the kernel of the Gaussian process", () => {
  it("is that of its formula (computed with numpy)", () => {
    const expected =
      [0.6950721139349922, 0.6925466769496147, 0.44862616363902347, 0.5931192458623286, 0.5344792802108818]
    rowOf(softOne).forEach((k, i) => expect(k).toBeCloseTo(expected[i], 13))
    expect(ownKernel(values, read(softOne))).toBeCloseTo(1.0247682393712951, 13)
  })

  it("is the sum of its weights between a one-hot architecture and itself", () => {
    const H = tinySamples.inputs.slice(0, 9)
    expect(rowOf(H)[0]).toBeCloseTo(1.3, 14)
    expect(ownKernel(values, read(H))).toBeCloseTo(1.3, 14)
  })

  it("does not see what stands on dead edges", () => {
    // edge 2 is none, so that whatever edge 0 brings ends there
    expect(rowOf(queryOf(1, 2, 0).inputs)).toEqual(rowOf(queryOf(2, 2, 0).inputs))
    expect(rowOf(queryOf(1, 2, 1).inputs)).not.toEqual(rowOf(queryOf(2, 2, 1).inputs))
  })

  it("has the slopes that differences give, through H' and through the signal", () => {
    const coefficients = Float64Array.of(0.5, -1, 0.25, 2, -0.75)
    const { weights, signal: f } = read(softOne)
    const value = (query: { weights: Float64Array; signal: Float64Array }): number => {
      const row = new Float64Array(5)
      kernelRow(values, samples, query, 5, row, 0)
      return row.reduce((sum, k, i) => sum + coefficients[i] * k, 0)
    }
    weightSlopes(values, samples, coefficients, { weights, signal: f }).forEach((slope, j) => {
      const at = (h: number) => value({ weights: weights.with(j, weights[j] + h), signal: f })
      expect(slope).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8)
    })
    signalSlopes(values, samples, coefficients, { weights, signal: f }).forEach((slope, j) => {
      const at = (h: number) => value({ weights, signal: f.with(j, f[j] + h) })
      expect(slope).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8)
    })
  })
})

describe("the memory of the Gaussian process", () => {
  it("keeps the chosen operations, zero on dead edges, of soft samples as of one-hot ones", () => {
    expect([...memory.choices]).toEqual([2, 0, 2, 0, 2, 0, 1, 2, 2, 0, 1, 0, 2, 1, 1])
    const inputs = tinySamples.inputs.map((h) => 0.7 * h + 0.1)
    expect(gpMemory({ ...tinySamples, inputs }, [0, 1, 2, 3, 4], 3, live, signal, plainMaps)).toEqual(memory)
  })

  it("is all samples, or of too many half the best ones and then the newest", () => {
    const losses = Float64Array.of(5, 1, 4, 2, 6, 3, 9, 8)
    expect(activeSamples({ count: 8, losses }, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(activeSamples({ count: 8, losses }, 5)).toEqual([1, 3, 5, 6, 7])
    expect(activeSamples({ count: 8, losses }, 4)).toEqual([1, 3, 6, 7])
  })

  it("gives its newest samples", () => {
    const newest = newestOf(memory, 2)
    expect([...newest.choices]).toEqual([0, 1, 0, 2, 1, 1])
    expect([...newest.weights]).toEqual([1, 1])
    expect(newest.features).toEqual(memory.features.slice(-32))
    expect(newestOf(memory, 9)).toEqual(memory)
  })
})
