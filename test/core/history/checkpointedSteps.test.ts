import { expect, test } from "vitest"
import { checkpointedSteps } from "../../../src/core/history/checkpointedSteps.ts"
import type { OutcomeFact } from "../../../src/core/search/memory.ts"

const trained = (trainingsBefore: number) => ({ outcome: null, train: true, trainingsBefore })
const measured = (trainingsBefore: number, train = true) =>
  ({ outcome: { type: "measured", data: { step: 1, loss: 1 } } satisfies OutcomeFact, train, trainingsBefore })
const saved = (...trainings: readonly number[]) => trainings.map((one) => ({ trainings: one }))

/** Two trainings of the first warm-up pass, then steps that train and measure. */
const work = [trained(0), trained(1), measured(2), measured(3), measured(4), measured(5)]

test("are those whose weights are in a file, and 0, whose weights are the initial ones", () => {
  expect(checkpointedSteps(work, saved(3, 5))).toEqual([0, 1, 3])
  expect(checkpointedSteps(work, [])).toEqual([0])
  expect(checkpointedSteps([], saved(0))).toEqual([0])
})

test("a checkpoint within the first warm-up pass is the place of no step", () => {
  expect(checkpointedSteps(work, saved(1, 2))).toEqual([0])
})

test("steps that are measured without being trained stand on the same weights", () => {
  expect(checkpointedSteps([trained(0), measured(1, false), measured(1, false), measured(1)], saved(1))).toEqual([0, 1, 2])
})
