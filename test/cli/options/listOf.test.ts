import { describe, expect, it } from "vitest"
import { listOf, oneOf } from "../../../src/cli/options/listOf.ts"
import { someOrAll } from "../../../src/cli/options/readNumber.ts"

describe("a list of values", () => {
  it("has each value once", () => {
    expect(listOf(someOrAll)("50, all,100,50")).toEqual([50, null, 100])
    expect(listOf(oneOf(["loss", "rank"]))("rank")).toEqual(["rank"])
  })

  it("says what a value should be, and that commas stand between", () => {
    expect(() => listOf(someOrAll)("0")).toThrow("a whole number from 1 on, or all")
    expect(() => listOf(someOrAll)("9,x")).toThrow("a whole number from 1 on, or all, between commas,")
    expect(() => listOf(oneOf(["loss", "rank"]))("los")).toThrow("loss | rank")
  })
})
