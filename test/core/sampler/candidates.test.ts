import { describe, expect, it } from "vitest"
import { candidatesOf } from "../../../src/core/sampler/candidates.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import { presets } from "../../../src/core/search/presets.ts"
import { outcomes, searchWith } from "./inSearch.ts"

const configuration = (candidates: number) => changed(presets.best, { warmUp: 2, proposal: { candidates } })
const measured = outcomes(["000000", 0.3], ["111111", 0.2])

describe("candidates", () => {
  it("are distinct, and none was measured", () => {
    const keys = candidatesOf(searchWith(configuration(200), measured), 3).map(({ architecture }) => architecture.join(""))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.length).toBeGreaterThanOrEqual(100)
    expect(keys).not.toContain("000000")
  })

  it("are all that are left where more are asked for than there are", () => {
    const space = {
      name: "tiny",
      operations: ["a", "b", "c"],
      cells: [{ name: "cell", inputs: 1, nodes: 2, edges: [{ from: 0, to: 1 }, { from: 1, to: 2 }] }],
      derivation: "every-edge" as const
    }
    const found = candidatesOf(searchWith(configuration(5_000), outcomes(["00", 0.3], ["11", 0.2]), space), 3)
    expect(found.map(({ architecture }) => architecture.join("")).toSorted()).toEqual(["01", "02", "10", "12", "20", "21", "22"])
    expect(Math.max(...found.map(({ attempt }) => attempt))).toBeLessThan(5_000)
  })
})
