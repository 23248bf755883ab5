import { join } from "node:path"
import { expect, test } from "vitest"
import { rewritten, type Stored } from "./logFile.ts"
import { pvll } from "./program.ts"
import { json, small, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("tampered")
const honest = json(["search", ...small, "--quiet", "--out", folder, "--name", "honest"]).log

const at = (type: string, step: number, data: (data: Stored["data"]) => object) => (event: Stored): Stored =>
  event.type === type && event.data.step === step ? { type, data: { ...event.data, ...data(event.data) } } : event

test.each([
  ["a loss in the warm-up", 2, at("measured", 2, ({ loss }) => ({ loss: loss + 1e-15 }))],
  ["a loss in the search", 5, at("measured", 5, () => ({ loss: 0.01 }))],
  ["a fingerprint", 4, at("learned", 4, () => ({ fingerprint: "0".repeat(64) }))],
  ["the name of the architecture drawn", 6, at("sampled", 6, () => ({ architecture: "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|" }))],
  ["how well a fit went", 6, at("learned", 6, ({ passes }) => ({ passes: passes + 1 }))]
])("%s changed and all ids computed anew: the chain holds, replay --verify names step %i", (name, step, edit) => {
  const forged = rewritten(honest, join(folder, name.replaceAll(" ", "-")), edit)
  expect(json(["verify", forged]).valid).toBe(true)
  const { status, stdout } = pvll(["replay", forged, "--verify", "--json", "--quiet"])
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ verified: false, divergence: { step } })
})

test("a log that nobody touched is verified, exit status 0", () => {
  const copy = rewritten(honest, join(folder, "copy"), (event) => event)
  expect(json(["replay", copy, "--verify"])).toMatchObject({ verified: true, divergence: null })
})

test("a log of another core version is not blamed step by step", () => {
  const other = rewritten(honest, join(folder, "other-core"), (event) =>
    event.type === "configured" ? { type: "configured", data: { ...event.data, core: event.data.core + 1 } } : event)
  const { status, stdout } = pvll(["replay", other, "--verify", "--json", "--quiet"])
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ verified: false, divergence: { step: 0, cause: "core" } })
})
