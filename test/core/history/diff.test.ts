import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { diff, diffing } from "../../../src/core/history/diff.ts"
import type { LoggedEvent } from "../../../src/core/log/loggedEvent.ts"
import { encodeData, type Event, type Fact, isFact } from "../../../src/core/search/event.ts"
import {
  configured, forked, learned, logged, measured, reconfigured, sampled, search, searchSteps, started, stopped, tinyConfiguration,
  tinySetting, trained, weightsOf
} from "./logs.ts"

const parting = (a: readonly Event[], b: readonly Event[]) => {
  const { same, divergence } = diff(logged(a), logged(b, [], "11"))
  expect(same).toBe(divergence === null)
  return divergence
}

/** Replaces the facts that `change` gives something for. */
const altered = (facts: readonly Fact[], change: (fact: Fact) => Fact | undefined): readonly Fact[] =>
  facts.map((fact) => change(fact) ?? fact)

const lossAt = (step: number, loss: number) => (fact: Fact) =>
  fact.type === "measured" && fact.data.step === step ? measured(step, loss) : undefined

/** A search whose trainer is a program of the user's. */
const program = (version: string) => search({ trainer: { name: "command", version, deterministic: true } })

const mine = (digit: string) => ({ file: "mine.ts", digest: digit.repeat(64), commit: null })

/** A search whose estimator is a file of the user's. */
const searchOf = (digit: string, others = {}) => search({
  configuration: { ...tinyConfiguration, estimator: { ...tinyConfiguration.estimator, name: "own", own: mine(digit), ...others } }
})

/** A search that drew step 4 with these weights. */
const drawn = (weights: Float64Array) =>
  altered(search(), (fact) => (fact.type === "sampled" && fact.data.step === 4 ? sampled(4, weights) : undefined))

describe("two histories are the same", () => {
  it("where every fact is equal, whatever happened around them and when", () => {
    expect(parting(search(), [search()[0], started, ...search().slice(1), stopped])).toBeNull()
  })

  it("where both are empty", () => {
    expect(parting([], [])).toBeNull()
  })

  it("where a fork changed nothing", () => {
    const parent = logged(search())
    const fork = logged([forked("x", 3), ...searchSteps(4, 5)], logged(search({}, 3)))
    const { same, common } = diff(parent, fork)
    expect(same).toBe(true)
    expect(common).toEqual({ seq: 11, id: parent[11].id, steps: 3 })
  })
})

describe("the settings differ", () => {
  const cases = [
    ["seed", { seed: 2 }, "seed is 1 in A and 2 in B."],
    ["data", { data: { ...tinySetting.data, digest: "d2" } }, "data.digest is \"d1\" in A and \"d2\" in B."],
    ["data", { data: { ...tinySetting.data, measure: "accuracy" } }, "data.measure is \"loss\" in A and \"accuracy\" in B."],
    ["configuration", { configuration: { ...tinyConfiguration, sampler: "uniform" as const } },
      "sampler is \"landscape\" in A and \"uniform\" in B."],
    ["configuration", { space: { ...tinySetting.space, name: "other" } }, "space.name is \"tiny\" in A and \"other\" in B."],
    ["engine", { trainer: { ...tinySetting.trainer, version: "2" } }, "trainer.version is \"1\" in A and \"2\" in B."],
    ["core", { core: 2 }, "core is 1 in A and 2 in B."]
  ] as const

  it.each(cases)("%s", (cause, setting, detail) => {
    expect(parting(search(), search(setting))).toEqual({ seq: 0, seqB: 0, step: 0, cause, detail })
  })

  it("code: the trainer is a program of the user's, and its digest is another one", () => {
    expect(parting(program("aa"), program("bb"))?.cause).toBe("code")
    expect(parting(search(), program("aa"))?.cause).toBe("engine")
  })

  it("code: the estimator is a file of the user's, and its digest is another one, from the start or from a fork on", () => {
    expect(parting(searchOf("a"), searchOf("a"))).toBeNull()
    expect(parting(searchOf("a"), searchOf("b"))).toEqual({
      seq: 0, seqB: 0, step: 0, cause: "code", detail: "estimator.own.digest differs."
    })
    const fork = [...searchOf("a").slice(0, 9), reconfigured({ estimator: { own: mine("b") } }), ...searchOf("a").slice(9)]
    expect(parting(searchOf("a"), fork)).toMatchObject({ seq: 9, seqB: 9, cause: "code" })
  })

  it("configuration: one estimator is a file of the user's, the other is not, or other options differ too", () => {
    expect(parting(search(), searchOf("a"))?.cause).toBe("configuration")
    expect(parting(searchOf("a"), searchOf("b", { members: 2 }))?.cause).toBe("configuration")
  })

  it("names all that differs, and calls it by what was asked before who carried it out", () => {
    const found = parting(search(), search({
      seed: 2, core: 3, configuration: { ...tinyConfiguration, steps: 9, estimator: { ...tinyConfiguration.estimator, head: "affine" } }
    }))
    expect(found?.cause).toBe("configuration")
    expect(found?.detail).toBe(
      "steps is 3 in A and 9 in B, estimator.head is \"twice-sigmoid\" in A and \"affine\" in B, seed is 1 in A and 2 in B, "
      + "core is 1 in A and 3 in B."
    )
    expect(parting(search(), search({ seed: 2, core: 3 }))?.cause).toBe("seed")
  })
})

describe("one goes on where the other ends", () => {
  it("length: at the first step that only one has", () => {
    const found = parting(search({}, 4), search())
    expect(found).toMatchObject({ seq: 15, seqB: 15, step: 5, cause: "length" })
    expect(found?.detail).toMatch(/^A ends here, B goes on with step 5 drawn as /)
  })

  it("length: also where lifecycle lines stand after the end", () => {
    expect(parting([...search(), stopped], [...search(), stopped, started, sampled(6)]))
      .toMatchObject({ seq: 19, seqB: 20, step: 6, cause: "length" })
  })

  it("length: one of them is empty", () => {
    expect(parting([], search())).toMatchObject({ seq: 0, seqB: 0, step: 0, cause: "length" })
  })

  it("length: a longer T continues a finished log", () => {
    const longer = [...search(), reconfigured({ steps: 4 }), ...searchSteps(6, 6)]
    expect(parting(search(), longer)).toMatchObject({ seq: 18, seqB: 19, step: 6, cause: "length" })
    expect(parting(search(), [...search(), reconfigured({ steps: 4 })]))
      .toMatchObject({ seq: 18, seqB: 18, step: 5, cause: "length", detail: "steps is 3 in A and 4 in B." })
  })

  it("length: only T differs from the start on, and no later fact", () => {
    const other = { configuration: { ...tinyConfiguration, steps: 6 } }
    expect(parting(search(), search(other, 8))).toMatchObject({ seq: 18, seqB: 18, step: 6, cause: "length" })
    expect(parting(search({}, 4), search(other, 4)))
      .toEqual({ seq: 0, seqB: 0, step: 0, cause: "length", detail: "steps is 3 in A and 6 in B." })
  })

  it("configuration: T differs and later a fact does", () => {
    const other = altered(search({ configuration: { ...tinyConfiguration, steps: 6 } }), lossAt(4, 0.25))
    expect(parting(search(), other)).toMatchObject({
      seq: 13, seqB: 13, step: 4, cause: "configuration", detail: expect.stringMatching(/^steps is 3 in A and 6 in B; then A has step 4 measured/)
    })
  })

  it("length: the same T was reached at different places", () => {
    const early = search({ configuration: { ...tinyConfiguration, steps: 6 } })
    expect(parting(early, [...search(), reconfigured({ steps: 6 })])).toMatchObject({ seq: 0, cause: "length" })
  })
})

describe("a fork changed options", () => {
  const kept = search({}, 3)
  const parent = [...kept, ...searchSteps(4, 5)]
  const fork = (change: Fact) => [...kept, forked("x", 3), change, ...searchSteps(4, 5)]

  it("configuration, at the place of the change and after the steps that were kept", () => {
    const found = parting(parent, fork(reconfigured({ estimator: { name: "ridge" }, steps: 8 })))
    expect(found).toMatchObject({ seq: 12, seqB: 13, step: 3, cause: "configuration" })
    expect(found?.detail).toBe("steps is 3 in A and 8 in B, estimator.name is \"lstm\" in A and \"ridge\" in B.")
  })

  it("engine and core, where the trainer or the arithmetic is another one", () => {
    expect(parting(parent, fork(reconfigured({}, { trainer: { ...tinySetting.trainer, name: "wasm" } })))?.cause).toBe("engine")
    expect(parting(parent, fork(reconfigured({}, { core: 2 })))?.cause).toBe("core")
  })

  it("configuration, where a change has no effect but is recorded", () => {
    expect(parting(parent, fork(reconfigured({ sampler: "landscape" })))?.cause).toBe("configuration")
  })

  it("two forks are compared from their common ancestor on", () => {
    const root = logged(kept)
    const one = logged([forked("x", 3), reconfigured({ weighting: "none" }), ...searchSteps(4, 4)], root)
    const two = logged([forked("x", 3), reconfigured({ weighting: "loss" }), ...searchSteps(4, 4)], root, "12")
    const { divergence, common } = diff(one, two)
    expect(divergence).toMatchObject({ seq: 13, seqB: 13, step: 3, cause: "configuration" })
    expect(common).toEqual({ seq: 11, id: root[11].id, steps: 3 })
  })

  it("histories without a common line have no common ancestor", () => {
    expect(diff(logged(kept), logged(kept, [], "12")).common).toBeNull()
  })
})

describe("the same question got another answer", () => {
  it("measurement: another loss", () => {
    const found = parting(search(), altered(search(), lossAt(3, 0.5)))
    expect(found).toMatchObject({ seq: 10, step: 3, cause: "measurement" })
    expect(found?.detail).toMatch(/^The measurements differ: A has step 3 measured with loss [\d.]+, B has step 3 measured with loss 0.5.$/)
  })

  it("measurement: a training that diverged or failed in one of them", () => {
    const diverged = altered(search(), (fact) =>
      fact.type === "measured" && fact.data.step === 2 ? { type: "diverged", data: { step: 2, loss: NaN } } : undefined)
    expect(parting(search(), diverged)).toMatchObject({ step: 2, cause: "measurement" })
    const failed = altered(search(), (fact) =>
      fact.type === "measured" && fact.data.step === 2 ? { type: "failed", data: { step: 2, reason: "out of memory" } } : undefined)
    expect(parting(diverged, failed)?.cause).toBe("measurement")
  })

  it("says so where the trainer is not deterministic", () => {
    const setting = { trainer: { ...tinySetting.trainer, deterministic: false } }
    expect(parting(search(setting), altered(search(setting), lossAt(3, 0.5)))?.detail).toMatch(/table is not deterministic/)
  })

  it("measurement: outcomes that came in another order", () => {
    const both = [configured(), sampled(1), sampled(2)]
    expect(parting([...both, measured(1), measured(2)], [...both, measured(2), measured(1)]))
      .toMatchObject({ seq: 3, step: 1, cause: "measurement" })
  })
})

describe("the core went another way from equal facts", () => {
  it("core: another fingerprint", () => {
    const other = altered(search(), (fact) => (fact.type === "learned" && fact.data.step === 4 ? learned(4, "other") : undefined))
    expect(parting(search(), other)).toMatchObject({ seq: 14, step: 4, cause: "core" })
  })

  it("core: another architecture, or the same one with other soft weights", () => {
    const turned = weightsOf(4).toReversed()
    expect(parting(search(), drawn(turned))).toMatchObject({ seq: 12, step: 4, cause: "core" })
    const nudged = weightsOf(4).map((h, i) => (i === 0 ? h + 1e-12 : h))
    expect(parting(search(), drawn(nudged))?.detail).toMatch(/both have step 4 drawn as .*, with other soft weights/)
  })

  it("core: another kind of fact", () => {
    expect(parting([configured(), sampled(1), trained(1)], [configured(), sampled(1), sampled(2)])?.cause).toBe("core")
  })
})

const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  fc.nat(2).map((seed) => configured({ seed })),
  fc.integer({ min: 2, max: 4 }).map((steps) => configured({ configuration: { ...tinyConfiguration, steps } })),
  fc.integer({ min: 1, max: 3 }).map((step) => sampled(step)),
  fc.integer({ min: 1, max: 3 }).map((step) => trained(step)),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, -0, 0.5)).map(([step, loss]) => measured(step, loss)),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(NaN, Infinity)).map(([step, loss]): Fact => ({ type: "diverged", data: { step, loss } })),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom("a", "b")).map(([step, fingerprint]) => learned(step, fingerprint)),
  fc.constantFrom(reconfigured({ steps: 4 }), reconfigured({ steps: 5 }), reconfigured({ sampler: "uniform" }), reconfigured({}, { core: 2 }))
)
const anyEvents: fc.Arbitrary<readonly Event[]> =
  fc.array(fc.oneof({ weight: 6, arbitrary: anyFact }, { weight: 1, arbitrary: fc.constantFrom(started, stopped) }), { maxLength: 12 })

/** Two histories with a common beginning. */
const anyPair = fc.tuple(anyEvents, anyEvents, anyEvents).map(([start, a, b]) => [[...start, ...a], [...start, ...b]] as const)

const factsOf = (events: readonly Event[]) =>
  JSON.stringify(events.filter(isFact).map((event) => [event.type, encodeData(event)]))

const nameless = (facts: readonly Fact[]) => logged(facts).map((event) => ({ ...event, id: "" }))

describe("the laws of diff", () => {
  it("a history does not differ from itself", () => {
    fc.assert(fc.property(anyEvents, (events) => {
      const { same, divergence, a, b } = diff(logged(events), logged(events, [], "12"))
      expect([same, divergence]).toEqual([true, null])
      expect(a.steps).toEqual(b.steps)
    }))
  })

  it("diff(a, b) mirrors diff(b, a)", () => {
    fc.assert(fc.property(anyPair, fc.boolean(), ([a, b], shared) => {
      const [left, right] = [logged(a), logged(b, [], shared ? "10" : "12")]
      const [forth, back] = [diff(left, right), diff(right, left)]
      expect(back.same).toBe(forth.same)
      expect(back.common).toEqual(forth.common)
      expect([back.a, back.b]).toEqual([forth.b, forth.a])
      expect(back.divergence && { ...back.divergence, detail: "" }).toEqual(forth.divergence && {
        ...forth.divergence, seq: forth.divergence.seqB, seqB: forth.divergence.seq, detail: ""
      })
    }), { numRuns: 500 })
  })

  it("`same` says that the lists of facts are equal", () => {
    fc.assert(fc.property(anyPair, ([a, b]) => {
      expect(diff(logged(a), logged(b)).same).toBe(factsOf(a) === factsOf(b))
    }), { numRuns: 500 })
  })

  it("events without ids are compared by their facts", () => {
    const { divergence, common } = diff(nameless(search()), nameless(search({ seed: 2 })))
    expect([divergence?.cause, common]).toEqual(["seed", null])
  })

  it("the answer does not depend on whether ids are shared or the facts are compared one by one", () => {
    fc.assert(fc.property(anyPair, ([a, b]) => {
      expect(diff(logged(a), logged(b)).divergence).toEqual(diff(logged(a), logged(b, [], "12")).divergence)
    }))
  })
})

describe("reading two logs side by side", () => {
  it("takes one event of each in turn, and reads both to their ends", () => {
    const sources = { a: [...logged(search())], b: [...logged(altered(search(), lossAt(3, 0.5)), [], "11")] }
    const walk = diffing()
    let furthest = 0
    let taken = { a: 0, b: 0 }
    let asked = walk.next()
    while (asked.done !== true) {
      const event: LoggedEvent | null = sources[asked.value][taken[asked.value]] ?? null
      taken = { ...taken, [asked.value]: taken[asked.value] + 1 }
      if (taken.a <= 10) furthest = Math.max(furthest, Math.abs(taken.a - taken.b))
      asked = walk.next(event)
    }
    expect(furthest).toBe(1)
    expect([asked.value.a.events, asked.value.b.events]).toEqual([18, 18])
    expect(asked.value.a.steps.every(({ weights }) => weights === null)).toBe(true)
  })
})
