import { expect, test } from "vitest"
import { timeLeft } from "../../../src/effects/study/timeLeft.ts"

test("nothing is known at first; then the pace of all threads tells; then runs of the same cell do", () => {
  let now = 0
  const time = timeLeft(2, () => now)
  const [a, b, c] = [1, 2, 3].map(() => ({ cell: "slow", planned: 100 })) as [{ cell: string; planned: number }, { cell: string; planned: number }, { cell: string; planned: number }]
  expect(time.left([a, b, c])).toBeNull()
  now = 10
  time.advanced(a, 50, 0)
  time.advanced(b, 50, 0)
  // 100 steps in 20 thread-seconds: half a run each is left of two, a whole one of the third
  expect(time.left([a, b, c])).toBeCloseTo((10 + 10 + 20) / 2, 12)
  time.took(a, 30)
  expect(time.left([b, c])).toBeCloseTo(30, 12)
})

test("the longest run bounds the rest, and steps from before do not count as made now", () => {
  let now = 0
  const time = timeLeft(4, () => now)
  const run = { cell: "a", planned: 100 }
  now = 5
  time.advanced(run, 90, 80)
  // 10 steps in 20 thread-seconds, 10 of them left
  expect(time.left([run])).toBeCloseTo(20, 12)
})
