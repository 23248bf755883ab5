import { expect, test } from "vitest"
import { replayText } from "../../../src/cli/output/replayed.ts"
import type { Summary } from "../../../src/effects/search/summary.ts"

const summary: Summary = {
  log: "logs/x", steps: 7, finished: true, diverged: 0, failed: 0, failure: null, fingerprint: "ab", genotype: null, best: null, test: null,
  standing: null
}
const mismatch = { step: 2, recorded: "measured with loss 0.25", computed: "measured with loss 0.5" }

const said = (retrained: Parameters<typeof replayText>[2]): string => replayText(summary, null, retrained, true).slice(2).join("\n")

test("what is measured again by a trainer that is not deterministic stands beside what was recorded, and is not called wrong", () => {
  const text = said({ steps: [2, 3], mismatch: null, recomputed: [mismatch] })
  expect(text).toContain("not deterministic: 1 of 2 come out a little otherwise")
  expect(text).toMatch(/2 +measured with loss 0\.25 +measured with loss 0\.5/)
  expect(text).not.toMatch(/not the same/)
})

test("by a deterministic one another loss is a difference", () => {
  expect(said({ steps: [2, 3], mismatch })).toContain("not the same: step 2 was measured with loss 0.25 and comes out measured with loss 0.5")
  expect(said({ steps: [2, 3], mismatch: null })).toContain("2 steps come out the same to the last bit")
})
