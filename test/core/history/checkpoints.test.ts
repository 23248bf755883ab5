import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkpointsOf, evolveCheckpoints, nearestCheckpoint, noCheckpoints } from "../../../src/core/history/checkpoints.ts"
import type { Event } from "../../../src/core/search/event.ts"
import { configured } from "../log/sampleEvents.ts"

const saved = (trainings: number, checkpoint: string): Event => ({ type: "saved", data: { trainings, checkpoint } })
const pruned = (...checkpoints: string[]): Event => ({ type: "pruned", data: { checkpoints } })
const remeasured = (checkpoint: string): Event =>
  ({ type: "remeasured", data: { step: 1, architecture: "skip conv", loss: 0.5, checkpoint } })

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(fc.nat(20), fc.constantFrom("a", "b", "c", "d", "e")).map(([trainings, name]) => saved(trainings, name)),
  fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 3 }).map((names) => pruned(...names)),
  fc.constantFrom("a", "z").map(remeasured),
  fc.constant(configured)
)

describe("the checkpoints that a log tells of", () => {
  it("stand once saved, by trainings, until they are pruned", () => {
    const { standing } = checkpointsOf([saved(10, "a"), saved(30, "c"), saved(20, "b"), pruned("a", "x"), remeasured("m")])
    expect(standing).toEqual([{ trainings: 20, checkpoint: "b" }, { trainings: 30, checkpoint: "c" }])
  })

  it("stand at every place that one file was saved for: diverged trainings leave the weights as they were", () => {
    const events = [saved(5, "a"), saved(10, "a"), saved(15, "b")]
    expect(checkpointsOf(events).standing).toEqual([
      { trainings: 5, checkpoint: "a" }, { trainings: 10, checkpoint: "a" }, { trainings: 15, checkpoint: "b" }
    ])
    expect(checkpointsOf([...events, pruned("a")]).standing).toEqual([{ trainings: 15, checkpoint: "b" }])
  })

  it("stand again when they are saved again, and stand once however often", () => {
    expect(checkpointsOf([saved(10, "a"), pruned("a"), saved(10, "a"), saved(10, "a")]).standing)
      .toEqual([{ trainings: 10, checkpoint: "a" }])
  })

  it("law: an event that says nothing of checkpoints gives back the same reference, and what stands is in order, once each", () => {
    fc.assert(fc.property(fc.array(anyEvent), (events) => {
      const all = checkpointsOf(events)
      expect(evolveCheckpoints(all, configured)).toBe(all)
      const trainings = all.standing.map((one) => one.trainings)
      expect(trainings).toEqual(trainings.toSorted((a, b) => a - b))
      expect(new Set(all.standing.map((one) => `${one.trainings} ${one.checkpoint}`)).size).toBe(all.standing.length)
    }))
  })

  it("law: folding in two parts is folding at once", () => {
    fc.assert(fc.property(fc.array(anyEvent), fc.array(anyEvent), (first, second) => {
      expect(second.reduce(evolveCheckpoints, checkpointsOf(first))).toEqual(checkpointsOf([...first, ...second]))
    }))
    expect(checkpointsOf([])).toBe(noCheckpoints)
  })
})

describe("the nearest checkpoint", () => {
  const { standing } = checkpointsOf([saved(10, "a"), saved(20, "b"), saved(20, "b2"), saved(40, "c")])

  it("is the one after the most trainings that are not too many, and of two the one saved last", () => {
    expect(nearestCheckpoint(standing, 39)).toEqual({ trainings: 20, checkpoint: "b2" })
    expect(nearestCheckpoint(standing, 40)).toEqual({ trainings: 40, checkpoint: "c" })
    expect(nearestCheckpoint(standing, 1000)).toEqual({ trainings: 40, checkpoint: "c" })
  })

  it("is none before the first one: then it is the initial weights", () => {
    expect(nearestCheckpoint(standing, 9)).toBeNull()
    expect(nearestCheckpoint([], 9)).toBeNull()
  })
})
