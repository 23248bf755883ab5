import { Buffer } from "node:buffer"
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { formatVersion } from "../../../src/core/log/upcast.ts"
import { eventDecoder } from "../../../src/effects/log/eventDecoder.ts"
import { openLog } from "../../../src/effects/log/openLog.ts"
import { repairLog } from "../../../src/effects/log/repairLog.ts"
import { verifyLog } from "../../../src/effects/log/verifyLog.ts"
import { forged, sampleLines, sampleText } from "../../core/log/sampleLog.ts"
import { failureOf, run, sampleRun, writeFile } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const text = sampleText(1)
const bytes = Buffer.from(text)
const lineStarts = [0, ...Array.from(bytes.keys()).filter((i) => bytes[i] === 10).map((i) => i + 1)]
/** Index of the line that holds this byte. */
const lineOf = (byte: number) => lineStarts.findLastIndex((start) => start <= byte)

/** Events and first fault of some bytes, torn tails included. */
const decode = (content: Uint8Array) => {
  const decoder = eventDecoder()
  const events = Array.from(decoder.push(content)).length
  const fault = decoder.fault()
  if (fault !== null) return { events, kind: fault.kind, byte: fault.byte }
  return decoder.tailLength() > 0 ? { events, kind: "torn-tail", byte: decoder.position().byte } : { events, kind: null, byte: null }
}

const flipped = (at: number, mask: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy[at] = copy[at]! ^ mask
  return copy
}

describe("damage", () => {
  it("by any cut is found at the line that was cut; a cut between two lines leaves a shorter log", () => {
    for (let cut = 1; cut < bytes.length; cut++) {
      const line = lineOf(cut)
      const whole = lineStarts[line] === cut
      expect(decode(bytes.subarray(0, cut))).toEqual({ events: line, kind: whole ? null : "torn-tail", byte: whole ? null : lineStarts[line] })
    }
  })

  it("by any flipped bit is found at its line, and never taken for somebody else's file", () => {
    for (let at = 0; at < bytes.length; at++) {
      const mask = 1 << at % 8
      const { events, kind, byte } = decode(flipped(at, mask))
      expect({ at, events, byte }).toEqual({ at, events: lineOf(at), byte: lineStarts[lineOf(at)] })
      expect(kind).not.toBeNull()
      expect(kind).not.toBe("not-a-log")
    }
  })

  it("by a byte that became a newline, a NUL or a space is found as well", () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const byte of [10, 0, 32]) {
        if (bytes[at] === byte) continue
        const copy = Buffer.from(bytes)
        copy[at] = byte
        expect({ at, ...decode(copy) }).toMatchObject({ at, events: lineOf(at), byte: lineStarts[lineOf(at)] })
        expect(decode(copy).kind).not.toBe("not-a-log")
      }
    }
  })
})

describe("verify", () => {
  it("counts the events of a sound log", async () => {
    expect(await run(verifyLog(sampleRun(temporaryFolder(), 2)))).toEqual({ valid: true, events: 7, damage: null })
  })

  it("counts those before the damage", async () => {
    const file = writeFile(join(temporaryFolder(), "events.ndjson"), flipped(lineStarts[2]! + 5, 1))
    expect(await run(verifyLog(file))).toMatchObject({ valid: false, events: 2, damage: { line: 3, byte: lineStarts[2], kind: "bad-id" } })
  })

  it("takes a torn tail for damage", async () => {
    const file = writeFile(join(temporaryFolder(), "events.ndjson"), text.slice(0, -1))
    expect(await run(verifyLog(file))).toMatchObject({ valid: false, events: 3, damage: { line: 4, kind: "torn-tail" } })
  })
})

describe("repair", () => {
  const samples = Array.from({ length: 40 }, (_, i) => Math.floor((i + 0.5) * bytes.length / 40))

  it("keeps what is before the damage and loses no byte of the rest", async () => {
    const folder = temporaryFolder()
    for (const at of samples) {
      const damaged = flipped(at, 1)
      const damagedRun = join(folder, String(at))
      const file = writeFile(join(damagedRun, "events.ndjson"), damaged)
      const { events, aside, damage } = await run(repairLog(damagedRun))
      const start = lineStarts[lineOf(at)]!
      expect(damage?.byte).toBe(start)
      expect(events).toBe(lineOf(at))
      expect(readFileSync(aside!)).toEqual(damaged.subarray(start))
      if (start === 0) expect(existsSync(file)).toBe(false)
      else expect(readFileSync(file)).toEqual(damaged.subarray(0, start))
      if (start > 0) expect(await run(repairLog(damagedRun))).toEqual({ file, events, damage: null, aside: null })
      expect(readdirSync(damagedRun).filter((name) => /\.(new|lock)$/.test(name))).toEqual([])
    }
  })

  it("never overwrites what an earlier repair set aside", async () => {
    const folder = temporaryFolder()
    const asides: (string | null)[] = []
    for (const content of ["one", "two"]) {
      const file = writeFile(join(folder, "events.ndjson"), text + content)
      asides.push((await run(repairLog(file))).aside)
    }
    expect(asides.map((aside) => aside!.replace(folder, ""))).toEqual([
      `/events.ndjson.torn-${bytes.length}`, `/events.ndjson.torn-${bytes.length}-2`
    ])
    expect(asides.map((aside) => readFileSync(aside!, "utf8"))).toEqual(["one", "two"])
  })

  it("of an empty file frees the folder", async () => {
    const folder = temporaryFolder()
    writeFile(join(folder, "events.ndjson"), "")
    expect(await run(repairLog(folder))).toMatchObject({ events: 0, aside: null, damage: { kind: "empty-log" } })
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ["somebody else's file", "{\"level\":30}\n", "not-a-log"],
    ["a log of a newer format", `${forged("", `{"v":${formatVersion + 1}`)}\n`, "newer-version"],
    ["a log with a new type of event", `${forged("", "{\"v\":1,\"seq\":0,\"type\":\"x\",\"at\":\"2026-01-01T00:00:00Z\",\"data\":{}")}\n`, "unknown-type"]
  ])("leaves %s as it is", async (_, content, kind) => {
    const file = writeFile(join(temporaryFolder(), "events.ndjson"), content)
    expect(await failureOf(repairLog(file))).toMatchObject({ _tag: "LogDamage", kind })
    expect(readFileSync(file, "utf8")).toBe(content)
  })

  it("waits for nobody: while a search runs it refuses", async () => {
    const folder = sampleRun(temporaryFolder(), 1)
    const error = await run(Effect.scoped(Effect.gen(function*() {
      yield* openLog(folder, null, () => null)
      return yield* Effect.flip(repairLog(folder))
    })))
    expect(error).toMatchObject({ _tag: "LogLocked" })
  })
})

it("lines of the sample are as long as they are in a search", () => {
  expect(sampleLines(1).every((line) => line.length > 150)).toBe(true)
})
