import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf, linesOf, rewritten, textOf, writeLog, type Stored } from "./logFile.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { json, small, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("other-version")
const own = json(["search", ...small, "--quiet", "--out", folder, "--name", "own"]).log as string

/** A search that another version began and did not end: 4 of 6 networks measured. */
const begun = (name: string, configured: (data: Stored["data"]) => object): string => {
  const other = rewritten(own, join(folder, name), (event) =>
    event.type === "configured" ? { type: event.type, data: { ...event.data, ...configured(event.data) } } : event)
  const lines = linesOf(textOf(other))
  const learned = lines.flatMap((line, l) => (line.includes("\"type\":\"learned\"") ? [l] : []))
  return writeLog(other, lines.slice(0, learned[3]! + 1).join(""))
}

describe.each([
  ["core", begun("core", ({ core }) => ({ core: core + 1 })), { core: expect.any(Number) }],
  ["trainer", begun("trainer", ({ trainer }) => ({ trainer: { ...trainer, version: "2" } })), { trainer: { name: "table", version: "1", deterministic: true } }]
] as const)("a log of another version of the %s", (part, log, change) => {
  const text = textOf(log)

  test("is shown, replayed and refitted", () => {
    expect(json(["show", log])).toMatchObject({ steps: 4 })
    expect(json(["replay", log])).toMatchObject({ steps: 4 })
    expect(json(["refit", log, "--estimator", "mean"]).estimators).toHaveLength(1)
  })

  test("cannot be gone on with in place: the sentence names the fork", () => {
    expect(refused(["resume", log])).toMatch(new RegExp(`${part}.* version .*\`(npx )?pvll resume .* --at 4\``))
    expect(textOf(log)).toBe(text)
  })

  test("goes on as a fork that records the change, and diff names the cause", () => {
    const fork = json(["resume", log, "--at", "4", "--name", `${part}-fork`, "--quiet"])
    expect(fork.steps).toBe(6)
    expect(textOf(fork.log).startsWith(text)).toBe(true)
    expect(eventsOf(fork.log)).toContainEqual({ type: "reconfigured", data: expect.objectContaining(change) })
    const { status, stdout } = pvll(["diff", own, fork.log, "--json"])
    expect([status, JSON.parse(stdout).divergence]).toMatchObject([1, { seq: 0, cause: part === "core" ? "core" : "engine" }])
    const again = json(["resume", fork.log])
    expect(again.fingerprint).toBe(fork.fingerprint)
  })
})
