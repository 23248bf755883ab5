import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { type AskedSearch, searchPlan } from "../../../src/cli/options/searchPlan.ts"
import { samplerSettings } from "../../../src/core/sampler/settings.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import { presets } from "../../../src/core/search/presets.ts"

const nothing: AskedSearch = {
  space: undefined, preset: undefined, trainer: undefined, tableFile: undefined, data: undefined,
  measure: undefined, imageSize: undefined, threads: undefined, changes: {}
}
const plan = (asked: Partial<AskedSearch>) => Effect.runSync(searchPlan({ ...nothing, ...asked }))
const refusal = (asked: Partial<AskedSearch>) => Effect.runPromise(Effect.map(Effect.flip(searchPlan({ ...nothing, ...asked })), ({ message }) => message))

describe("a search that is asked for", () => {
  it("with nothing at all trains on the digits that come with pvll, in the paper's space", () => {
    const { space, trainer, configuration } = plan({})
    expect(space.name).toBe("nasnet")
    expect(trainer).toEqual({ type: "wasm", data: { kind: "mnist", folder: null }, threads: undefined })
    expect(configuration).toEqual(presets.digits)
  })

  it.each([
    [{ space: "nb201" }, "best"],
    [{ preset: "paper" }, "paper"],
    [{ preset: "quick" }, "quick"],
    [{ data: "cifar100" }, "best"],
    [{ measure: "valid-12" }, "best"],
    [{ trainer: "table" }, "best"]
  ] as const)("as %o reads the table of NAS-Bench-201", (asked, preset) => {
    const { space, trainer, configuration } = plan(asked)
    expect([space.name, trainer.type]).toEqual(["nb201", "table"])
    expect(configuration).toEqual(presets[preset])
  })

  it.each([
    [{ space: "nasnet" }, "nasnet", "digits"],
    [{ space: "nb201", data: "mnist" }, "nb201", "digits"],
    [{ space: "nb201", trainer: "wasm" }, "nb201", "digits"],
    [{ preset: "digits" }, "nasnet", "digits"],
    [{ preset: "digits", space: "nb201" }, "nb201", "digits"],
    [{ data: "cifar10:somewhere" }, "nasnet", "paper"]
  ] as const)("as %o trains", (asked, space, preset) => {
    const found = plan(asked)
    expect([found.space.name, found.trainer.type]).toEqual([space, "wasm"])
    expect(found.configuration).toEqual(presets[preset])
  })

  it("with a sampler alone takes the settings that make it itself, what else was said over them", () => {
    const { configuration } = plan({ space: "nb201", changes: { sampler: "evolution", warmUp: 33 } })
    expect(configuration).toEqual(changed(changed(presets.best, samplerSettings.evolution), { sampler: "evolution", warmUp: 33 }))
    expect(configuration.estimator.name).not.toBe(presets.best.estimator.name)
  })

  it.each([{ preset: "nb201" }, { configured: true }] as const)("with a sampler beside %o changes the sampler and nothing else", (beside) => {
    const { configuration } = plan({ space: "nb201", changes: { sampler: "evolution" }, ...beside })
    expect(configuration).toEqual({ ...presets.best, sampler: "evolution" })
  })

  it("neither crops nor flips digits, unless told to", () => {
    expect(plan({ data: "mnist", preset: "paper" }).configuration.training.augmentation).toBe("none")
    const changes = { training: { augmentation: "crop" } } as const
    expect(plan({ data: "mnist", changes }).configuration.training.augmentation).toBe("crop")
  })

  it.each(["wasm", "tensorflow"] as const)("with the engine %s runs the same search on the same data", (trainer) => {
    const asked = { data: "cifar10:somewhere", threads: 3, changes: { warmUp: 9 } }
    const { trainer: measuring, ...others } = plan({ ...asked, trainer })
    const { trainer: byDefault, ...same } = plan(asked)
    expect(others).toEqual(same)
    expect({ ...measuring, type: "wasm" }).toEqual(byDefault)
    expect(measuring.type).toBe(trainer)
  })

  it("on a device hands it to the engine that has it", async () => {
    expect(plan({ trainer: "tensorflow", device: "gpu:1" }).trainer)
      .toEqual({ type: "tensorflow", data: { kind: "mnist", folder: null }, device: "gpu:1", threads: undefined })
    for (const trainer of [undefined, "wasm", "table"] as const) {
      expect(await refusal({ trainer, device: "cpu" })).toBe("--device cpu chooses what --trainer tensorflow computes on: give that too, or leave --device out")
    }
  })

  it("that contradicts itself is refused", async () => {
    expect(await refusal({ data: "cifar10:x", measure: "valid" })).toMatch(/--measure names a column of a table/)
    expect(await refusal({ data: "mnist", imageSize: 16 })).toMatch(/--image-size/)
    expect(await refusal({ space: "nb201", imageSize: 16 })).toMatch(/--image-size/)
    expect(await refusal({ data: "cifra10:x" })).toMatch(/cifra10/)
    expect(await refusal({ space: "nasnt" })).toMatch(/nasnet/)
  })
})
