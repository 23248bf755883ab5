import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type SavedCheckpoint, nearestCheckpoint } from "../../../src/core/history/checkpoints.ts"
import { prunePlan, stepsMeasuredFrom } from "../../../src/core/history/prunePlan.ts"
import { growingTrainerWork } from "../../../src/core/history/trainerWork.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import { configured, formulaTrainer, runInMemory, smallConfiguration } from "../search/inMemory.ts"

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

const rising = (counts: readonly number[]): readonly number[] => counts.toSorted((a, b) => a - b)

/** Some neighbours lie in one file, as after trainings that diverged. */
const sharingFiles = fc.uniqueArray(fc.tuple(fc.nat(40), fc.boolean()), { maxLength: 9, selector: ([count]) => count }).map((some) => {
  const files: string[] = []
  const saved = after(...rising(some.map(([count]) => count)))
  saved.forEach(({ checkpoint }, index) => files.push(index > 0 && some[index]![1] ? files[index - 1]! : checkpoint))
  return saved.map(({ trainings }, index) => ({ trainings, checkpoint: files[index]! }))
})
const someSaved = fc.oneof(fc.array(fc.nat(40), { maxLength: 9 }).map((counts) => after(...rising(counts))), sharingFiles)
const fileCount = (saved: readonly SavedCheckpoint[]): number => new Set(saved.map(({ checkpoint }) => checkpoint)).size
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
      expect(all).toHaveLength(saved.length)
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

  it("frees a file with all its places or none: what stands for kept weights is never freed", () => {
    const saved = [5, 10, 15].map((trainings) => ({ trainings, checkpoint: trainings < 15 ? "same" : "last" }))
    expect(prunePlan(saved, 3)).toEqual({ kept: saved, freed: [] })
    expect(prunePlan(saved, 14).freed).toEqual([
      { trainings: 5, checkpoint: "same", until: 9, from: 0, most: 9 },
      { trainings: 10, checkpoint: "same", until: 14, from: 0, most: 14 }
    ])
  })

  it("law: no file is freed that something kept lies in", () => {
    fc.assert(fc.property(someSaved, limit, (saved, most) => {
      const { kept, freed } = prunePlan(saved, most)
      const files = new Set(kept.map(({ checkpoint }) => checkpoint))
      expect(freed.filter(({ checkpoint }) => files.has(checkpoint))).toEqual([])
    }))
  })

  it("law: no smaller set of files keeps the promise", () => {
    fc.assert(fc.property(someSaved, limit, (saved, most) => {
      const { kept } = prunePlan(saved, most)
      for (let set = 0; set < 1 << saved.length; set++) {
        const others = saved.filter((_, index) => (set >> index) % 2 === 1)
        if (fileCount(others) < fileCount(kept)) expect(keepsPromise(saved, others, most) && others.length > 0).toBe(false)
      }
    }))
  })

  it("law: pruning again frees nothing more", () => {
    fc.assert(fc.property(someSaved, limit, (saved, most) => {
      expect(prunePlan(prunePlan(saved, most).kept, most).freed).toEqual([])
    }))
  })
})

describe("the steps that begin with the weights after some trainings", () => {
  const workOf = (facts: Parameters<typeof runInMemory>[0]) => {
    const growing = growingTrainerWork()
    for (const fact of runInMemory(facts).facts) growing.add(fact)
    return growing.now()
  }
  // 4 of the warm-up, then 5 steps.
  const second = workOf([configured()])
  const first = workOf([configured(changed(smallConfiguration, { order: 1 }))])

  it("are none in the first warm-up pass, which measures nothing", () => {
    expect(stepsMeasuredFrom(second, 0, 3)).toBeNull()
    expect(stepsMeasuredFrom(second, 0, 4)).toEqual({ first: 1, last: 1 })
  })

  it("are one per training from then on, and end with what is measured", () => {
    expect(stepsMeasuredFrom(second, 5, 8)).toEqual({ first: 2, last: 5 })
    expect(stepsMeasuredFrom(second, 9, 99)).toEqual({ first: 6, last: 9 })
    expect(stepsMeasuredFrom(second, 13, 99)).toBeNull()
  })

  it("are all search steps for the last weights of the 1st order, which trains no more", () => {
    expect(stepsMeasuredFrom(first, 7, 7)).toEqual({ first: 4, last: 4 })
    expect(stepsMeasuredFrom(first, 8, 8)).toEqual({ first: 5, last: 9 })
  })

  it("are those of the log where the order changed on the way", () => {
    const begun = runInMemory([configured(changed(smallConfiguration, { order: 1 }))], formulaTrainer, 1e9).facts
    const learned = begun.findIndex((fact) => fact.type === "learned" && fact.data.step === 6)
    const changing = { type: "reconfigured", data: { configuration: { order: 2 } } } as const
    const work = workOf([...begun.slice(0, learned + 1), changing])
    // Steps 5 and 6 were measured after 8 trainings without one of their own; 7 to 9 train.
    expect(stepsMeasuredFrom(work, 8, 8)).toEqual({ first: 5, last: 7 })
    expect(stepsMeasuredFrom(work, 9, 10)).toEqual({ first: 8, last: 9 })
    expect(stepsMeasuredFrom(work, 11, 99)).toBeNull()
  })
})
