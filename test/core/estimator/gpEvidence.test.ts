import { describe, expect, it } from "vitest"
import { evidenceOf, negativeLogPosterior } from "../../../src/core/estimator/gpEvidence.ts"
import { beginSearch, isDue, searchOn } from "../../../src/core/estimator/gpHyperparameters.ts"
import { gpMemory } from "../../../src/core/estimator/gpMemory.ts"
import { gpParameters, gpPrior, kernelValues } from "../../../src/core/estimator/gpParameters.ts"
import type { Samples } from "../../../src/core/estimator/estimator.ts"
import { liveEdges } from "../../../src/core/estimator/liveEdges.ts"
import { searchGraph } from "../../../src/core/estimator/searchGraph.ts"
import { signalFeatures } from "../../../src/core/estimator/signalFeatures.ts"
import { uniforms } from "../../../src/core/random/uniform.ts"
import { plainMaps, plainParameters, tinyCell, tinySamples } from "./gpCases.ts"
import { nineSamples } from "./fiveSamples.ts"

const graph = searchGraph(tinyCell)
const prior = gpPrior(3, 3)
const standardised = (losses: Float64Array): Float64Array => {
  const mean = losses.reduce((sum, y) => sum + y, 0) / losses.length
  const variance = losses.reduce((sum, y) => sum + (y - mean) ** 2, 0) / losses.length
  return losses.map((y) => (y - mean) / Math.sqrt(variance))
}
const evidenceFor = (samples: Samples) => {
  const places = Array.from({ length: samples.count }, (_, i) => i)
  const memory = gpMemory(samples, places, 3, liveEdges(graph), signalFeatures(graph), plainMaps)
  return evidenceOf(memory, 3, 3, standardised(samples.losses))
}

/** All 27 architectures of the tiny cell, with losses that a formula gives for them. */
const allTwentySeven = (loss: (architecture: readonly number[], i: number) => number): Samples => {
  const architectures = Array.from({ length: 27 }, (_, i) => [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3])
  return {
    ...nineSamples([]),
    count: 27,
    inputs: Float64Array.from(architectures.flat().flatMap((chosen) => [0, 1, 2].map((k) => (k === chosen ? 1 : 0)))),
    steps: Float64Array.from(architectures, (_, i) => i + 1),
    losses: Float64Array.from(architectures, loss),
    weights: new Float64Array(27).fill(1)
  }
}

describe("the evidence of the Gaussian process", () => {
  it("has the value that numpy gives", () => {
    const { value } = negativeLogPosterior(evidenceFor(tinySamples), prior, plainParameters)
    expect(value).toBeCloseTo(4.598950931263027, 11)
  })

  it("has the slopes that differences give, for every hyper-parameter", () => {
    const evidence = evidenceFor(tinySamples)
    const { slopes } = negativeLogPosterior(evidence, prior, plainParameters)
    expect(slopes).toHaveLength(gpParameters(3, 3).count)
    slopes.forEach((slope, p) => {
      const at = (h: number) =>
        negativeLogPosterior(evidence, prior, plainParameters.with(p, plainParameters[p] + h)).value
      expect(slope).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7)
    })
  })

  it("grows more likely from choice to choice", () => {
    const evidence = evidenceFor(allTwentySeven(([a, b, c]) => a + 2 * b * c))
    const start = beginSearch(prior)
    const first = searchOn(start, evidence, prior, 27)
    const second = searchOn(first, evidence, prior, 40)
    const [before, after, later] = [start, first, second].map(({ parameters }) =>
      negativeLogPosterior(evidence, prior, parameters).value)
    expect(after).toBeLessThan(before - 1)
    expect(later).toBeLessThan(after)
    expect([first.chosenAt, second.chosenAt]).toEqual([27, 40])
  })

  it("finds operations alike that do alike, and noise where there is noise", () => {
    const chance = uniforms({ seed: 3, stream: "split", a: 0, b: 0 }, 27)
    // what counts is whether the paths 0 -> 2 and 0 -> 1 -> 2 are there: skip and conv are worth the same
    const paths = ([a, b, c]: readonly number[]) => (b === 0 ? 2 : 0) + (a === 0 || c === 0 ? 1 : 0)
    const alike = searchOn(beginSearch(prior), evidenceFor(allTwentySeven(paths)), prior, 27)
    const [, , noneAndConv, , , skipAndConv] = kernelValues(alike.parameters, 3, 3).similarities
    expect(skipAndConv).toBeGreaterThan(1.5 * noneAndConv)
    const noisy = searchOn(beginSearch(prior), evidenceFor(allTwentySeven((_, i) => chance[i])), prior, 27)
    expect(kernelValues(noisy.parameters, 3, 3).noise).toBeGreaterThan(3 * kernelValues(alike.parameters, 3, 3).noise)
  })

  it("is due at first, when five samples and a twentieth are new, and for another memory", () => {
    expect([isDue(0, 3, 3), isDue(20, 24, 24), isDue(20, 25, 25)]).toEqual([true, false, true])
    expect([isDue(200, 209, 209), isDue(200, 211, 211), isDue(20, 12, 12)]).toEqual([false, true, true])
  })
})
