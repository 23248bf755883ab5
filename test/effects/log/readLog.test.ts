import { Buffer } from "node:buffer"
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { describe, expect, it } from "vitest"
import { foldLog } from "../../../src/effects/log/foldLog.ts"
import { LogDamage, LogNotFound } from "../../../src/effects/log/logErrors.ts"
import { readLog } from "../../../src/effects/log/readLog.ts"
import { tornTailDamage } from "../../../src/effects/log/tornTail.ts"
import { sampleEvents } from "../../core/log/sampleEvents.ts"
import { forged, sampleLines, sampleText } from "../../core/log/sampleLog.ts"
import { eventsOf, failureOf, run, sampleRun, writeFile } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const count = (path: string) => foldLog(path, 0, (events) => events + 1)

const withEnds = (end: string) => sampleLines(1).map((line) => line + end).join("")

describe("a log", () => {
  it("reads the same by its folder, by its file, as a fold and as a stream", async () => {
    const folder = sampleRun(temporaryFolder(), 3)
    const events = await eventsOf(folder)
    expect(events.map((stored) => stored.event)).toEqual(sampleEvents(3))
    expect(await eventsOf(join(folder, "events.ndjson"))).toEqual(events)
    expect(await run(foldLog<readonly unknown[]>(folder, [], (all, stored) => [...all, stored]))).toEqual(events)
  })

  it("tells of each event which bytes hold it", async () => {
    const folder = sampleRun(temporaryFolder(), 3)
    const bytes = readFileSync(join(folder, "events.ndjson"))
    const lines = sampleLines(3)
    for (const [i, stored] of (await eventsOf(folder)).entries()) {
      expect(bytes.toString("utf8", stored.byte, stored.byte + stored.bytes)).toBe(`${lines[i]}\n`)
    }
  })

  it("reads from standard input", () => {
    const script = join(import.meta.dirname, "countStandardInput.ts")
    const { stdout, stderr } = spawnSync(process.execPath, [script], { input: sampleText(400), encoding: "utf8" })
    expect(stderr).toBe("")
    expect(stdout).toBe("1201\n")
  })

  it("is many chunks long and still verified to its end", async () => {
    const lines = sampleLines(1000)
    const file = writeFile(join(temporaryFolder(), "events.ndjson"), lines.map((line) => `${line}\n`).join(""))
    expect(await run(count(file))).toBe(3001)
    writeFile(file, [...lines.slice(0, 2500), lines[2500]!.replace("}", " }"), ...lines.slice(2501), ""].join("\n"))
    const damage = await failureOf(count(file))
    expect(damage).toMatchObject({ _tag: "LogDamage", kind: "bad-id", line: 2501 })
    expect(await run(Stream.runCount(Stream.catchTag(readLog(file), "LogDamage", () => Stream.empty)))).toBe(2500)
  })
})

describe("a torn tail", () => {
  it("is where a reader's log ends: nobody sees half an event", async () => {
    const folder = sampleRun(temporaryFolder(), 2)
    const text = sampleText(2)
    writeFile(join(folder, "events.ndjson"), text.slice(0, -10))
    expect((await eventsOf(folder)).map((stored) => stored.event)).toEqual(sampleEvents(2).slice(0, -1))
  })

  it("is reported with its byte, and is damage where the reader says so", async () => {
    const lines = sampleLines(1)
    const file = writeFile(join(temporaryFolder(), "log.ndjson"), `${lines[0]}\n${lines[1]!.slice(0, 20)}`)
    const damage = await failureOf(foldLog(file, 0, (n) => n + 1, { onTornTail: (tail) => Effect.fail(tornTailDamage(tail)) }))
    expect(damage).toMatchObject({ kind: "torn-tail", line: 2, byte: Buffer.byteLength(lines[0]!) + 1 })
  })

  it("in the first line leaves no log at all", async () => {
    const file = writeFile(join(temporaryFolder(), "log.ndjson"), sampleLines(0)[0]!)
    expect(await failureOf(count(file))).toMatchObject({ kind: "torn-tail", line: 1, byte: 0 })
  })
})

describe("what cannot be read", () => {
  it("is one sentence about what is not there", async () => {
    const folder = temporaryFolder()
    for (const path of [folder, join(folder, "nothing"), join(folder, "nothing", "events.ndjson")]) {
      const error = await failureOf(count(path))
      expect(error).toBeInstanceOf(LogNotFound)
      expect(error.message).toContain(path)
      expect(error.message).not.toContain("\n")
    }
    mkdirSync(join(folder, "run", "events.ndjson"), { recursive: true })
    expect(await failureOf(count(join(folder, "run")))).toBeInstanceOf(LogNotFound)
    writeFile(join(folder, "file"), "x")
    expect(await failureOf(count(join(folder, "file", "events.ndjson")))).toBeInstanceOf(LogNotFound)
  })

  const [first, second] = sampleLines(1) as [string, string]
  const id = JSON.parse(first).id as string

  it.each([
    ["an empty file", "", "empty-log", 1],
    ["someone else's NDJSON", "{\"level\":30,\"msg\":\"hello\"}\n", "not-a-log", 1],
    ["a text", "# Read me\n", "not-a-log", 1],
    ["CRLF", withEnds("\r\n"), "crlf", 1],
    ["a byte-order mark", `\ufeff${withEnds("\n")}`, "byte-order-mark", 1],
    ["a NUL", `${first}\n${second.replace("tiny", "ti\0y")}\0\n`, "nul-byte", 2],
    ["an empty line", `${first}\n\n${second}\n`, "empty-line", 2],
    ["half a character", Buffer.concat([Buffer.from(`${first}\n`), Buffer.from([0xc3, 10])]), "invalid-utf-8", 2],
    ["deep nesting", `${first}\n${forged(id, `{"v":1,"seq":1,"data":${"[".repeat(100_000)}`)}\n`, "nesting-too-deep", 2],
    ["a line that has the right id and is no JSON", `${first}\n${forged(id, "{\"v\":1,,")}\n`, "not-json", 2],
    ["a null line", `${first}\nnull\n${second}\n`, "bad-id", 2],
    ["a newer format", `${first}\n${forged(id, "{\"v\":7")}\n`, "newer-version", 2]
  ])("%s has its place and its kind", async (_, content, kind, line) => {
    const file = writeFile(join(temporaryFolder(), "events.ndjson"), content)
    const error = await failureOf(count(file))
    expect(error).toBeInstanceOf(LogDamage)
    expect(error).toMatchObject({ kind, line, byte: line === 1 ? 0 : Buffer.byteLength(first) + 1, file })
    expect(error.message).toMatch(/^[^\n]*events\.ndjson, line \d+ \(byte \d+\): [^\n]+$/)
  })
})
