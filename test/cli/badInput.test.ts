import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { linesOf, logFile, textOf, writeLog } from "./logFile.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { json, small, temporaryFolder } from "./smallSearch.ts"
import { smallSpace, table, writeSmallTable } from "./smallTable.ts"

const folder = temporaryFolder("bad-input")
const logs = join(folder, "logs")
const good = json(["search", ...small, "--quiet", "--out", logs, "--name", "good"]).log as string
const text = textOf(good)

const file = (name: string, content: string): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** A search that has to be refused, and leaves no trace. */
const noSearch = (...options: readonly string[]): string => {
  const before = readdirSync(logs)
  const sentence = refused(["search", ...small, ...(options.includes("--out") ? [] : ["--out", logs]), ...options])
  expect(readdirSync(logs)).toEqual(before)
  expect(textOf(good)).toBe(text)
  return sentence
}

describe("a search is refused with one sentence, exit status 2, and nothing is written", () => {
  test("for an option that does not exist", () => {
    expect(noSearch("--stpes", "3")).toBe("pvll search has no option --stpes; did you mean --steps?")
    expect(noSearch("--set", "estimator.hiden=3")).toMatch(/hiden; did you mean .*hidden\?/)
  })

  test.each([["2^53", "9007199254740992"], ["-1", "-1"], ["1.5", "1.5"], ["a word", "seven"]])("for the seed %s", (_, seed) => {
    expect(noSearch(`--seed=${seed}`)).toMatch(/--seed is .* where a whole number from 0 to 9007199254740991 \(2\^53 - 1\) is expected/)
  })

  test("for a configuration file with a typo, that is no JSON, or is not there", () => {
    expect(noSearch("--config", file("typo.json", "{\"estimator\":{\"pases\":3}}"))).toMatch(/typo\.json.*estimator.*pases; did you mean .*passes\?/)
    expect(noSearch("--config", file("broken.json", "{\"steps\": 3,\n \"order\": }"))).toMatch(/broken\.json.*JSON.*line 2/)
    expect(noSearch("--config", join(folder, "nowhere.json"))).toContain("nowhere.json")
  })

  test("for a name with a slash, or that a log already has", () => {
    for (const name of ["a/b", "../up", "..", "a\\b"]) expect(noSearch("--name", name)).toContain("--name")
    expect(noSearch("--name", "good")).toMatch(/good is taken: .*--name/)
  })

  test("for a folder in which nothing can be made", () => {
    const sentence = noSearch("--out", join(file("a-file", ""), "below"), "--name", "run").replaceAll("\\", "/")
    expect(sentence).toMatch(/a-file\/below\/run cannot be written: .*--out/)
  })
})

describe("a space", () => {
  const space = (name: string, edges: readonly object[]) =>
    file(name, JSON.stringify({ ...smallSpace, cells: [{ ...smallSpace.cells[0], edges }] }))

  test.each([
    ["leads backwards", { from: 2, to: 1 }, /cells\[0\]\.edges\[1\]: an edge leads from an earlier node to a later one/],
    ["leads to a node that is not there", { from: 0, to: 7 }, /cells\[0\]\.edges\[1\]: there is no node 7/],
    ["leads to an input", { from: 0, to: 0 }, /cells\[0\]\.edges\[1\]: node 0 is an input/],
    ["has an operation that the space lacks", { from: 0, to: 2, operations: ["cnov"] }, /cells\[0\]\.edges\[1\]\.operations\[0\]: "cnov"/]
  ])("with an edge that %s is refused by the place of the edge", (name, edge, sentence) => {
    const path = space(`${name.replaceAll(" ", "-")}.json`, [{ from: 0, to: 1 }, edge])
    expect(noSearch("--space", path)).toMatch(sentence)
  })

  test("that nobody knows is answered with the one that was meant", () => {
    expect(noSearch("--space", "nb202")).toBe("there is no space nb202; did you mean nb201?")
  })
})

describe("a table", () => {
  const lossesOf = (csv: string) => noSearch(...writeSmallTable(folder, csv))

  test("with an empty cell is refused by line and column", () => {
    const lines = table().split("\n")
    expect(lossesOf([...lines.slice(0, 4), lines[4]!.replace(/,.*/, ","), ...lines.slice(5)].join("\n")))
      .toMatch(/losses\.csv, line 5, column "loss"/)
  })

  test("with a word for a loss, a row that is too short, an architecture twice", () => {
    expect(lossesOf(table().replace(/0\.\d+\n$/, "good\n"))).toMatch(/losses\.csv, line 19, column "loss": "good" is not a number/)
    expect(lossesOf(table().replace(/,0\.\d+\n$/, "\n"))).toMatch(/losses\.csv, line 19/)
    expect(lossesOf(table() + "|conv~0|+|conv~0|conv~1|,0.3\n")).toMatch(/losses\.csv, line 20/)
    expect(lossesOf(table().replace("pool~0", "pol~0"))).toMatch(/losses\.csv, line \d+, column "architecture": .*pol/)
  })

  test("without the column that was asked for, or that is not there at all", () => {
    expect(noSearch(...writeSmallTable(folder), "--loss-column", "los")).toMatch(/losses\.csv.*los/)
    expect(noSearch("--trainer", `table:${join(folder, "nowhere.csv")}`)).toMatch(/nowhere\.csv: there is no such file/)
    expect(noSearch("--trainer", `table:${folder}`)).toMatch(/this is a folder/)
  })
})

const readers = [["show"], ["replay"], ["replay", "--verify"], ["refit"], ["derive"], ["resume"], ["resume", "--at", "1"]] as const

describe("what is no log", () => {
  test.each([
    ["a folder without events.ndjson", () => mkdirSync(join(folder, "empty"), { recursive: true }), "empty", /is a folder without events\.ndjson/],
    ["someone else's NDJSON", () => file("other.ndjson", "{\"loss\":0.3}\n{\"loss\":0.2}\n"), "other.ndjson", /other\.ndjson, line 1 \(byte 0\)/]
  ])("%s is refused by the verbs that read a log or go on with one", (_, make, name, sentence) => {
    make()
    const before = readdirSync(folder)
    for (const args of [["show"], ["resume"], ["resume", "--at", "1"]]) expect(refused([...args, join(folder, name)]), args.join(" ")).toMatch(sentence)
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe("a log that breaks off in the middle of a line", () => {
  const whole = linesOf(text).slice(0, 12).join("")
  const torn = writeLog(join(folder, "torn"), `${whole}{"v":1,"seq":12,"ty`)

  test("verify says where, exit status 1, and leaves it as it is", () => {
    const { status, stdout } = pvll(["verify", torn, "--json"])
    expect([status, JSON.parse(stdout)]).toMatchObject([1, { valid: false, events: 12, damage: { line: 13, byte: whole.length } }])
    expect(readdirSync(torn)).toEqual(["events.ndjson"])
  })

  test("show tells what is there up to the torn end", () => {
    const { status, stdout } = pvll(["show", torn, "--json"])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ steps: linesOf(whole).filter((line) => line.includes("\"type\":\"learned\"")).length })
  })

  test("a resume that is refused loses no byte of it", () => {
    const bytes = readFileSync(logFile(torn), "utf8")
    refused(["resume", torn, "--estimator", "ridge"])
    expect(readFileSync(logFile(torn), "utf8")).toBe(bytes)
    expect(readdirSync(torn)).toEqual(["events.ndjson"])
  })

  test("within its first line it is damaged, and there is nothing to go on with", () => {
    const first = writeLog(join(folder, "first"), text.slice(0, 50))
    expect(pvll(["verify", first]).status).toBe(1)
    for (const args of [["show"], ["resume"]]) refused([...args, first])
    expect(textOf(first)).toBe(text.slice(0, 50))
  })
})

test("a byte that was changed stops every verb that computes with the log, by line and byte; verify exits 1", () => {
  const damaged = writeLog(join(folder, "damaged"), text.replace("\"loss\":0.1", "\"loss\":0.2"))
  expect(textOf(damaged)).not.toBe(text)
  expect(pvll(["verify", damaged]).status).toBe(1)
  for (const args of readers) expect(refused([...args, damaged]), args.join(" ")).toMatch(/line \d+ \(byte \d+\)/)
  expect(existsSync(join(folder, "damaged-at1"))).toBe(false)
  expect(readdirSync(damaged)).toEqual(["events.ndjson"])
})
