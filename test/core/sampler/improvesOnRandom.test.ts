import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { architectureKey } from "../../../src/core/architecture/architecture.ts"
import { samplers } from "../../../src/core/sampler/registry.ts"
import { samplerSettings } from "../../../src/core/sampler/settings.ts"
import type { Configuration, SamplerName } from "../../../src/core/search/configuration.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import { presets } from "../../../src/core/search/presets.ts"
import { environment } from "../../../src/effects/environment.ts"
import { nb201Table } from "../../../src/effects/trainer/table/nb201Table.ts"
import { configured, runInMemory } from "../search/inMemory.ts"
import { samplerNames } from "./settings.ts"

const table = await Effect.runPromise(nb201Table({ data: "cifar100", measure: "valid" }))
const accuracyOf = (architecture: readonly number[]) => table.columns.accuracy![table.rows.get(architectureKey(architecture))!]!

const measured = 60
/** what samplers without psi, which learn slowly and cost nothing, are given in place of it */
const measuredAlone = 200
const seeds = [1, 2, 3, 4, 5]

/** The mean over the seeds of the best validation accuracy after so many networks. */
const meanBest = (sampler: SamplerName, count: number): number => {
  const settings = changed({ ...presets.nb201, sampler }, samplerSettings[sampler])
  const configuration: Configuration = { ...settings, steps: count - settings.warmUp }
  return seeds.reduce((sum, seed) => {
    const { state } = runInMemory([configured(configuration, table.space, seed)], (step, architecture) =>
      ({ type: "measured", data: { step, loss: 1 - accuracyOf(architecture) } }), Infinity, { ...environment(), sha256: () => "" })
    return sum + Math.max(...state!.outcomes.map(({ architecture }) => accuracyOf(architecture))) / seeds.length
  }, 0)
}

const random = meanBest("uniform", measured)
const randomAlone = meanBest("uniform", measuredAlone)
const best = 0.734933

describe("after 60 measured networks of CIFAR-100 (200 without psi), over five seeds", () => {
  it("uniform draws come as far as the order statistics of the table say", () => {
    const sorted = table.columns.accuracy!.toSorted()
    // the expected maximum of 60 without replacement, from the top down
    let expected = 0
    let none = 1
    for (let rank = 0; rank < 2000; rank++) {
      const next = measured / (sorted.length - rank)
      expected += none * next * sorted[sorted.length - 1 - rank]!
      none *= 1 - next
    }
    expect(Math.abs(random - expected)).toBeLessThan(0.008)
  })

  it.each(samplerNames.filter((name) => name !== "uniform"))("%s has left less than two thirds of random's gap", (sampler) => {
    const [count, level] = samplers[sampler].fits ? [measured, random] : [measuredAlone, randomAlone]
    expect((best - meanBest(sampler, count)) / (best - level)).toBeLessThan(2 / 3)
  })
})
