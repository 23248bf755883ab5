import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type SavedCheckpoint, nearestCheckpoint } from "../../../src/core/history/checkpoints.ts"
import { prunePlan, stepsMeasuredAfter } from "../../../src/core/history/prunePlan.ts"
import { paperConfiguration } from "../../../src/core/search/configuration.ts"

const after = (...trainings: readonly number[]): readonly SavedCheckpoint[] =>
  trainings.map((count, index) => ({ trainings: count, checkpoint: `${count}-${index}` }))

const trainingsTo = (saved: readonly SavedCheckpoint[], trainings: number): number =>
  trainings - (nearestCheckpoint(saved, trainings)?.trainings ?? 0)

const newest = (saved: readonly SavedCheckpoint[]): number => saved.at(-1)?.trainings ?? 0

/** Whether no weights take more than `most` trainings, or than they did before. */
const keepsPromise = (before: readonly SavedCheckpoint[], kept: readonly SavedCheckpoint[], most: number): boolean => {
  if (newest(kept) !== newest(before)) return false
  for (let t = 0; t <= newest(before); t++) {
    if (trainingsTo(kept, t) > Math.max(most, trainingsTo(before, t))) return false
  }
  return true
}

const someSaved = fc.array(fc.nat(40), { maxLength: 9 }).map((counts) => after(...counts.toSorted((a, b) => a - b)))
const limit = fc.nat(45)

describe("a plan for pruning", () => {
  it("keeps the newest, and the others as far apart as the limit allows", () => {
    const { kept, freed } = prunePlan(after(10, 20, 30, 40, 50, 60), 25)
    expect(kept.map((one) => one.trainings)).toEqual([20, 40, 60])
    expect(freed).toEqual([
      { trainings: 10, checkpoint: "10-0", until: 19, from: 0, most: 19 },
      { trainings: 30, checkpoint: "30-2", until: 39, from: 20, most: 19 },
      { trainings: 50, checkpoint: "50-4", until: 59, from: 40, most: 19 }
    ])
  })

  it("without a limit keeps the newest alone, of a single one nothing is freed, and of none neither", () => {
    expect(prunePlan(after(10, 20, 30), Infinity).kept).toEqual([{ trainings: 30, checkpoint: "30-2" }])
    expect(prunePlan(after(10), Infinity)).toEqual({ kept: after(10), freed: [] })
    expect(prunePlan([], 0)).toEqual({ kept: [], freed: [] })
  })

  it("frees the earlier one of two files of the same weights, whatever the limit", () => {
    const { kept, freed } = prunePlan(after(5, 5, 9), 0)
    expect(kept.map((one) => one.checkpoint)).toEqual(["5-1", "9-2"])
    expect(freed).toEqual([{ trainings: 5, checkpoint: "5-0", until: 5, from: 5, most: 0 }])
  })

  it("law: each checkpoint is either kept or freed, in order", () => {
    fc.assert(fc.property(someSaved, limit, (saved, most) => {
      const { kept, freed } = prunePlan(saved, most)
      const all = [...kept, ...freed].map(({ trainings, checkpoint }) => ({ trainings, checkpoint }))
      expect(new Set(all.map((one) => one.checkpoint)).size).toBe(saved.length)
      expect(saved).toEqual(expect.arrayContaining(all))
      expect(kept).toEqual(saved.filter((one) => kept.includes(one)))
    }))
  })

  it("law: no weights take more trainings than the limit, or than they took before", () => {
    fc.assert(fc.property(someSaved, limit, (saved, most) => {
      expect(keepsPromise(saved, prunePlan(saved, most).kept, most)).toBe(true)
    }))
  })

  it("law: what it says of a freed checkpoint is what reaching those weights then takes", () => {
    fc.assert(fc.property(someSaved, limit, (saved, most) => {
      const { kept, freed } = prunePlan(saved, most)
      for (const one of freed) {
        for (let t = one.trainings; t <= one.until; t++) expect(trainingsTo(kept, t)).toBe(t - one.from)
        expect(one.most).toBe(one.until - one.from)
      }
    }))
  })

  it("law: no smaller set keeps the promise", () => {
    fc.assert(fc.property(someSaved, limit, (saved, most) => {
      const { kept } = prunePlan(saved, most)
      for (let set = 0; set < 1 << saved.length; set++) {
        const others = saved.filter((_, index) => (set >> index) % 2 === 1)
        if (others.length < kept.length) expect(keepsPromise(saved, others, most) && others.length > 0).toBe(false)
      }
    }))
  })

  it("law: pruning again frees nothing more", () => {
    fc.assert(fc.property(someSaved, limit, (saved, most) => {
      expect(prunePlan(prunePlan(saved, most).kept, most).freed).toEqual([])
    }))
  })
})

describe("the steps measured with the weights after some trainings", () => {
  const second = { ...paperConfiguration, warmUp: 10, steps: 5, order: 2 } as const
  const first = { ...second, order: 1 } as const

  it("are none in the first warm-up pass, which measures nothing", () => {
    expect(stepsMeasuredAfter(second, 0, 10)).toBeNull()
    expect(stepsMeasuredAfter(second, 0, 11)).toEqual({ first: 1, last: 1 })
  })

  it("are one per training from then on, and end with the search", () => {
    expect(stepsMeasuredAfter(second, 12, 19)).toEqual({ first: 2, last: 9 })
    expect(stepsMeasuredAfter(second, 20, 99)).toEqual({ first: 10, last: 15 })
    expect(stepsMeasuredAfter(second, 26, 99)).toBeNull()
  })

  it("are all search steps for the last weights of the 1st order, which trains no more", () => {
    expect(stepsMeasuredAfter(first, 19, 19)).toEqual({ first: 9, last: 9 })
    expect(stepsMeasuredAfter(first, 19, 20)).toEqual({ first: 9, last: 15 })
  })
})
