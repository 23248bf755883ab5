import { expect, it } from "vitest"
import { oneHotChoices, soft } from "../../../src/core/estimator/oneHotChoices.ts"

it("an edge has chosen an operation only where a single 1 stands among zeros", () => {
  expect([...oneHotChoices(Float64Array.of(0, 1, 0.5, 0.5, 0, 0, 1, 1, 2, 0, 1, 0), 2)])
    .toEqual([1, soft, soft, soft, soft, 0])
})
