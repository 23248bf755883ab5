import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { pvll } from "./cli/program.ts"

const logs = fileURLToPath(new URL("../logs", import.meta.url))
const examples = readdirSync(logs).filter((name) => name.startsWith("example-"))

const file = (name: string) => join(logs, name, "events.ndjson")
const lines = (name: string) => readFileSync(file(name), "utf8").trimEnd().split("\n")
const json = (...args: readonly string[]) => JSON.parse(pvll([...args, "--json", ...(args[0] === "replay" ? ["--quiet"] : [])]).stdout)

test("the logs that logs/README.md tells of are there", () => {
  expect(examples).toEqual(["example-best", "example-digits", "example-nb201", "example-nb201-ridge"])
})

describe.each(examples)("%s", (name) => {
  const log = join(logs, name)

  test("is small, and whole", () => {
    expect(statSync(file(name)).size).toBeLessThan(160_000)
    expect(json("verify", log)).toMatchObject({ valid: true, events: lines(name).length, damage: null })
  })

  test("replays with every fingerprint", () => {
    const replayed = json("replay", log, "--verify")
    expect(replayed).toMatchObject({ verified: true, divergence: null, steps: name === "example-digits" ? 40 : 80 })
    const last = lines(name).map((line) => JSON.parse(line)).findLast(({ type }) => type === "learned")
    expect(replayed.fingerprint).toBe(last.data.fingerprint)
  })

  test("says nothing about the machine's folders", () => {
    expect(readFileSync(file(name), "utf8")).not.toMatch(/\/(home|work|tmp|root|Users)\b/)
    expect(existsSync(join(log, "local.json"))).toBe(false)
  })
})

test("the fork begins with its parent's lines, byte for byte, and names where it left", () => {
  const parent = lines("example-nb201")
  const fork = lines("example-nb201-ridge")
  const at = fork.findIndex((line) => JSON.parse(line).type === "forked")
  expect(fork.slice(0, at)).toEqual(parent.slice(0, at))
  expect(JSON.parse(fork[at]!).data).toEqual({ parent: JSON.parse(parent[at - 1]!).id, name: "example-nb201", step: 40 })
})

test("diff names the estimator as what parts them", () => {
  const { same, divergence } = json("diff", join(logs, "example-nb201"), join(logs, "example-nb201-ridge"))
  expect(same).toBe(false)
  expect(divergence).toMatchObject({ step: 40, cause: "configuration" })
})

test("docs/event-log.md shows lines of these logs, at least one of each type that they hold", () => {
  const shown = readFileSync(fileURLToPath(new URL("../docs/event-log.md", import.meta.url)), "utf8")
    .split(/\r?\n/).filter((line) => /^\{"v":[123],/.test(line))
  const all = examples.flatMap(lines)
  const types = (some: readonly string[]) => new Set(some.map((line) => JSON.parse(line).type).filter((type) => type !== "resumed"))
  expect(all).toEqual(expect.arrayContaining(shown))
  expect(types(shown)).toEqual(types(all))
})
