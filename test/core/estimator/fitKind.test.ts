import { describe, expect, it } from "vitest"
import { fitKind } from "../../../src/core/estimator/fitKind.ts"
import { estimators } from "../../../src/core/estimator/registry.ts"
import type { PartName } from "../../../src/core/search/configuration.ts"
import { contextFor } from "./contexts.ts"
import { someSamples } from "./laws.ts"

const names = Object.keys(estimators) as PartName[]
const [before, now] = [someSamples(1, 9, 3, 2), someSamples(2, 14, 3, 2)]

describe.each(names)("the fits of %s", (name) => {
  const kind = fitKind({ name, parts: [] })
  const made = (lane: number) => estimators[name](contextFor(3, 2, { hidden: 4, batch: 4, trees: 5 }, { lane }))
  const estimator = made(0)
  const fresh = estimator.fit(estimator.init(), now, 2, null).state
  const again = estimator.fit(estimator.fit(estimator.init(), before, 3, null).state, now, 2, null).state
  const member = made(1).fit(made(1).init(), now, 2, null).state

  it(kind === "afresh" ? "follow from their samples alone" : "go on from the one before", () => {
    if (kind === "afresh") expect(again).toEqual(fresh)
    else expect(again).not.toEqual(fresh)
  })

  it.skipIf(kind === "onward")(kind === "passes" ? "differ from member to member" : "draw nothing", () => {
    if (kind === "passes") expect(member).not.toEqual(fresh)
    else expect(member).toEqual(fresh)
  })

  it.runIf(kind === "onward")("know their own deviation", () => expect(estimator.deviation).not.toBeNull())
})

describe("the fits of a mixture", () => {
  it("are as those of its dearest part, and never afresh, since it keeps a record", () => {
    expect(fitKind({ name: "mixture", parts: ["gp", "lstm"] })).toBe("passes")
    expect(fitKind({ name: "mixture", parts: ["gp", "ridge"] })).toBe("onward")
    expect(fitKind({ name: "mixture", parts: ["ridge"] })).toBe("onward")
  })
})
