import { expect, test } from "vitest"
import { stepList } from "../../../src/cli/options/stepList.ts"

test("steps are numbers and ranges, both ends included", () => {
  expect(stepList("30")).toEqual([30])
  expect(stepList("5,20-22, 7")).toEqual([5, 20, 21, 22, 7])
})

test("anything else says what was expected", () => {
  for (const text of ["", "0", "3-", "5-4", "x", "1,,2", "1-99999999", "1.5"]) {
    expect(() => stepList(text)).toThrow("steps such as 30, or 5,20-22")
  }
})
