import { describe, expect, it } from "vitest"
import { softmaxRows } from "../../../src/core/architecture/softmax.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { adam } from "../../../src/core/search/architectureAdam.ts"
import { reinforce } from "../../../src/core/sampler/reinforce.ts"
import { environment, type Happened, outcomes, searchWith } from "./inSearch.ts"
import { smallSampler } from "./settings.ts"

const own = smallSampler("reinforce")
const configuration = { ...own, architectureStep: { ...own.architectureStep, weightDecay: 0 } }
const movedBy = (loss: number, ...before: readonly Happened[]) => {
  const happened = outcomes(...before, ["012340", loss])
  const search = searchWith(configuration, happened)
  const sample = { step: happened.length, attempt: 0, architecture: happened.at(-1)!.architecture, weights: new Float64Array(30) }
  return { before: search, after: reinforce.move!(environment, search, sample, loss) }
}

const logProbability = (A: Float64Array, architecture: readonly number[]): number => {
  const probabilities = softmaxRows(nb201, A)
  return architecture.reduce((sum, operation, edge) => sum + Math.log(probabilities[edge * 5 + operation]!), 0)
}

describe("REINFORCE", () => {
  const chosen = [0, 1, 2, 3, 4, 0]

  it("makes an architecture likelier whose loss is below the average so far, and one above it less likely", () => {
    for (const [loss, sign] of [[0.1, 1], [0.9, -1]] as const) {
      const { before, after } = movedBy(loss, ["111111", 0.5], ["222222", 0.5])
      const gain = logProbability(after.architectureParameters, chosen) - logProbability(before.architectureParameters, chosen)
      expect(Math.sign(gain)).toBe(sign)
    }
  })

  it("follows the gradient of (loss - average) log pi, to what differences say of it", () => {
    const { before, after } = movedBy(0.1, ["111111", 0.5], ["222222", 0.7])
    const average = 0.9 * 0.5 + 0.1 * 0.7
    const A = before.architectureParameters
    const h = 1e-6
    const gradient = A.map((_, i) => {
      const at = (by: number) => logProbability(A.map((a, j) => (j === i ? a + by : a)), chosen)
      return (0.1 - average) * ((at(h) - at(-h)) / (2 * h))
    })
    const wanted = adam(before, gradient, configuration.architectureStep)
    after.architectureParameters.forEach((a, i) => expect(a).toBeCloseTo(wanted.architectureParameters[i]!, 6))
    after.moments.first.forEach((m, i) => expect(m).toBeCloseTo(wanted.moments.first[i]!, 8))
  })

  it("stays where there is nothing to compare the first loss with", () => {
    const { before, after } = movedBy(0.1)
    expect(after.architectureParameters).toEqual(before.architectureParameters)
  })
})
