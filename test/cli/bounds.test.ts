import { describe, expect, test } from "vitest"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"

const asked = (...more: readonly string[]) => ["bounds", "--dimension", "25", "--delta", "0.05", "--samples", "200", ...more]
const document = (...more: readonly string[]) => JSON.parse(pvll(asked("--json", ...more)).stdout)

describe("pvll bounds", () => {
  test("gives both theorems as one document", () => {
    const c = 25 + Math.log(40)
    const found = document("--epsilon", "0.1", "--population", "15625")
    expect(found).toEqual({
      dimension: 25, delta: 0.05, samples: 200, bound: expect.closeTo(Math.sqrt((2 * c) / 200), 12), vacuous: false, vacuousUpTo: 14,
      epsilon: 0.1, samplesNeeded: Math.ceil((2 * c) / 0.01),
      population: 15625, populationError: expect.closeTo(Math.sqrt((8 * c) / 15625), 12), labels: expect.closeTo(Math.sqrt(15625 * c), 8)
    })
  })

  test("leaves null what was not asked", () => {
    expect(document()).toMatchObject({ epsilon: null, samplesNeeded: null, population: null, populationError: null, labels: null })
  })

  test("says in words what the numbers mean", () => {
    const { status, stdout, stderr } = pvll(asked("--epsilon", "0.1", "--population", "15625"))
    expect([status, stderr]).toEqual([0, ""])
    expect(stdout).toContain("with probability at least 0.95, what any estimator psi of this kind loses on 200 measured")
    expect(stdout).toContain("= 0.53562")
    expect(stdout).toContain("For a difference of at most 0.1 it takes T = 5,738: 5,538 more than 200.")
    expect(stdout).toContain("about 670 measurements\n  of 15,625 architectures")
    expect(pvll(asked()).stdout).toContain("give --epsilon, --population or both")
    expect(pvll(asked("--epsilon", "0.6")).stdout).toContain("it takes T = 160, which is reached.")
  })

  test("says where a bound is empty", () => {
    const { stdout } = pvll(["bounds", "--dimension", "1681", "--delta", "1e-20", "--samples", "100", "--population", "1000"])
    expect(stdout).toContain("It begins to say something at T = 864.")
    expect(stdout).toContain("with probability at least 1 - 1e-20")
    expect(stdout).toContain("This says nothing: it is no fewer than there are architectures.")
    expect(pvll(asked("--population", "15625", "--epsilon", "0.5")).stdout)
      .toContain("It does not speak of an error as large as 0.5, for so many architectures only of 0.121 and less.")
  })

  test("takes spaces beyond the exact whole numbers", () => {
    expect(document("--population", "19342813113834066795298816").labels).toBeCloseTo(Math.sqrt(19342813113834066795298816 * (25 + Math.log(40))), -3)
  })

  test.each([
    [["--delta", "0"], "--delta is 0 where a number above 0 and below 1 is expected"],
    [["--delta", "1"], "--delta is 1 where a number above 0 and below 1 is expected"],
    [["--delta", "5%"], "--delta is 5% where a number above 0 and below 1 is expected"],
    [["--dimension", "-1"], "--dimension is -1 where a number from 0 on is expected"],
    [["--dimension", "NaN"], "--dimension is NaN where a number from 0 on is expected"],
    [["--dimension", "1e999"], "--dimension is 1e999 where a number from 0 on is expected"],
    [["--samples", "0"], "--samples is 0 where a whole number from 1 on is expected"],
    [["--samples", "2.5"], "--samples is 2.5 where a whole number from 1 on is expected"]
  ])("refuses %j", ([flag, value], sentence) => {
    const given: { [flag: string]: string } = { "--dimension": "25", "--delta": "0.05", "--samples": "200", [flag!]: value! }
    expect(refused(["bounds", ...Object.entries(given).flat()])).toBe(sentence)
  })

  test("refuses an error or a population that is none, and numbers beyond the largest", () => {
    expect(refused(asked("--epsilon", "0"))).toBe("--epsilon is 0 where a number above 0 is expected")
    expect(refused(asked("--epsilon", "-0.1"))).toBe("--epsilon is -0.1 where a number above 0 is expected")
    expect(refused(asked("--population", "0"))).toBe("--population is 0 where a number from 1 on is expected")
    expect(refused(asked("--epsilon", "1e-200"))).toMatch(/^these numbers lead beyond the largest number there is; use a larger --epsilon/)
    expect(refused(["bounds", "--dimension", "3", "--delta", "0.1"])).toBe("pvll bounds needs --samples; `pvll bounds --help` shows an example")
  })
})
