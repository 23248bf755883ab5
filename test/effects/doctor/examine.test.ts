import { expect, test } from "vitest"
import { engineFindings } from "../../../src/effects/doctor/examine.ts"
import type { Finding } from "../../../src/effects/doctor/finding.ts"

const other: Finding = { name: "another engine", state: "absent", detail: "is not set up here" }

test("each engine says what was found of it, held against the embedded one, which comes first", async () => {
  const losses: unknown[] = []
  const findings = async (embedded: { readonly losses: readonly number[] } | null) => {
    losses.push(embedded?.losses)
    return [other]
  }
  const found = await engineFindings([{}, { findings }])
  expect(found.map(({ name, state }) => [name, state])).toEqual([["embedded engine", "works"], ["another engine", "absent"]])
  expect(losses).toEqual([[expect.any(Number), expect.any(Number)]])
})
