import { describe, expect, it } from "vitest"
import { deriveArchitecture } from "../../../src/core/architecture/derive.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { derivationParameters, hasMoved } from "../../../src/core/search/derivation.ts"
import type { Search } from "../../../src/core/search/state.ts"
import { samplers } from "../../../src/core/sampler/registry.ts"
import { samplerNames, smallSampler } from "../sampler/settings.ts"
import { configured, formulaTrainer, runInMemory, smallConfiguration } from "./inMemory.ts"

const derived = (search: Search) => deriveArchitecture(nb201, derivationParameters(search), "softmax")
const best = ({ outcomes }: Search) =>
  outcomes.reduce((low, one) => (one.loss !== null && (low.loss === null || one.loss < low.loss) ? one : low)).architecture

describe("what a genotype is derived from", () => {
  it("is A where A moves", () => {
    const search = runInMemory([configured()]).state!
    expect(hasMoved(search)).toBe(true)
    expect(derivationParameters(search)).toBe(search.architectureParameters)
  })

  it.each(samplerNames.filter((name) => samplers[name].move === null))(
    "is the best measured architecture under %s, which leaves A as it is", (sampler) => {
      const search = runInMemory([configured(smallSampler(sampler))], (step, architecture) =>
        step % 3 === 0 ? { type: "failed", data: { step, reason: "" } } : formulaTrainer(step, architecture)).state!
      expect(hasMoved(search)).toBe(false)
      expect(derived(search)).toEqual(best(search))
    })

  it("is the best measured one where A makes no steps: none are asked for, or psi has no gradient", () => {
    for (const changes of [
      { architectureStep: { ...smallConfiguration.architectureStep, updates: 0 } },
      { estimator: { ...smallConfiguration.estimator, name: "trees", trees: 2 } as const }
    ]) {
      const search = runInMemory([configured({ ...smallConfiguration, ...changes })]).state!
      expect(derived(search)).toEqual(best(search))
    }
  })

  it("is A before anything is measured", () => {
    const search = runInMemory([configured()], undefined, 3).state!
    expect(derivationParameters(search)).toBe(search.architectureParameters)
  })
})
