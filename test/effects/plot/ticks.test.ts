import { expect, test } from "vitest"
import { logTicks } from "../../../src/effects/plot/ticks.ts"

test.each([
  ["1, 2 and 5 over a few decades", 0.9, 120, [1, 2, 5, 10, 20, 50, 100]],
  ["powers of ten over many", 0.5e-3, 2e4, [0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000]],
  ["even numbers within a decade", 0.088, 0.104, [0.09, 0.095, 0.1]],
  ["even numbers that end on both ends", 0.3, 0.6, [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]]
])("a log axis is marked at %s", (_, low, high, ticks) => expect(logTicks([low, high]).ticks).toEqual(ticks))
