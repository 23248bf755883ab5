import { isLeft, isRight } from "fp-ts/lib/Either.js"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeLine, encodeLine, inspectLine, nestingLimit } from "../../../src/core/log/line.ts"
import { formatVersion } from "../../../src/core/log/upcast.ts"
import { genesis } from "../../../src/core/log/loggedEvent.ts"
import type { Event } from "../../../src/core/search/event.ts"
import { configured, sampleEvents } from "./sampleEvents.ts"
import { at, forged, linesOf, sampleLines, sha256 } from "./sampleLog.ts"

const read = (line: string, head = genesis) => {
  const inspected = inspectLine(sha256, head.id, line)
  return isLeft(inspected) ? inspected : decodeLine(head, inspected.right, JSON.parse(line))
}

const faultOf = (line: string, head = genesis) => {
  const result = read(line, head)
  return isLeft(result) ? result.left : null
}

const measured = (data: string) => forged("", `{"v":1,"seq":0,"type":"measured","at":"${at}","data":${data}`)

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const step = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const text = fc.string({ unit: "binary" })

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.constant(configured),
  fc.record({
    type: fc.constant("sampled" as const),
    data: fc.record({
      step,
      phase: fc.constantFrom("warm-up" as const, "search" as const),
      attempt: fc.nat(),
      architecture: text,
      weights: fc.array(fc.double(), { maxLength: 20 }).map((numbers) => Float64Array.from(numbers))
    })
  }),
  fc.record({ type: fc.constant("measured" as const), data: fc.record({ step, loss: finite, accuracy: finite }, { requiredKeys: ["step", "loss"] }) }),
  fc.record({ type: fc.constant("diverged" as const), data: fc.record({ step, loss: fc.constantFrom(Number.NaN, Infinity, -Infinity) }) }),
  fc.record({ type: fc.constant("failed" as const), data: fc.record({ step, reason: text }) }),
  fc.record({ type: fc.constant("learned" as const), data: fc.record({ step, fingerprint: text, passes: fc.nat(), tau: fc.option(finite) }) })
)

describe("a line and its event", () => {
  it("come back from one another, whatever the numbers and texts", () => {
    fc.assert(fc.property(anyEvent, fc.nat(), (event, next) => {
      const head = { next, id: "e".repeat(64) }
      const { line, id } = encodeLine(sha256, head, at, event)
      const result = read(line, head)
      if (isLeft(result)) throw new Error(result.left.reason)
      expect(result.right).toEqual({ v: formatVersion, seq: next, at, id, event })
    }))
  })

  it("hold -0 and a lone surrogate", () => {
    const loss: Event = { type: "measured", data: { step: 1, loss: -0 } }
    const reason: Event = { type: "failed", data: { step: 1, reason: "half of a pair: \ud800" } }
    for (const event of [loss, reason]) {
      const result = read(encodeLine(sha256, genesis, at, event).line)
      expect(isRight(result) && result.right.event).toEqual(event)
    }
  })

  it("have the documented form and an id that anybody can recompute", () => {
    const [first, second] = sampleLines(1)
    const [, v, body, id] = /^(?=\{"v":(\d+),)(\{"v":\d+,"seq":0,"type":"configured","at":"[^"]*","data":\{.*\}),"id":"([0-9a-f]{64})"\}$/.exec(first!)!
    expect(v).toBe(String(formatVersion))
    expect(sha256(body!)).toBe(id)
    const at = second!.lastIndexOf(",\"id\":")
    expect(second!.slice(at)).toBe(`,"id":"${sha256(id! + second!.slice(0, at))}"}`)
  })

  it("do not depend on who printed them", () => {
    const body = `{ "at" : "${at}", "data":{"loss":2.50e-1 ,"step":1},\t"seq":0, "type":"\\u006deasured", "v":1`
    const result = read(forged("", body))
    expect(isRight(result) && result.right.event).toEqual({ type: "measured", data: { step: 1, loss: 0.25 } })
  })
})

/** Where a log stops to be one, and why; null where it does not. */
const readAll = (log: readonly string[]) => {
  let head = genesis
  for (const [i, line] of log.entries()) {
    const result = read(line, head)
    if (isLeft(result)) return { at: i, kind: result.left.kind }
    head = { next: result.right.seq + 1, id: result.right.id }
  }
  return null
}

describe("the chain", () => {
  const lines = sampleLines(2)
  it("holds for a log as written", () => expect(readAll(lines)).toBeNull())

  it("finds a line that is missing, doubled or swapped, where it happens", () => {
    for (let i = 1; i < lines.length - 1; i++) {
      expect(readAll(lines.toSpliced(i, 1))).toEqual({ at: i, kind: "bad-id" })
      expect(readAll(lines.toSpliced(i, 0, lines[i]!))).toEqual({ at: i + 1, kind: "bad-id" })
      expect(readAll(lines.toSpliced(i, 2, lines[i + 1]!, lines[i]!))).toEqual({ at: i, kind: "bad-id" })
    }
  })

  it("finds a gap that was covered up with new ids", () => {
    const head = { next: 3, id: "a".repeat(64) }
    expect(faultOf(forged(head.id, `{"v":1,"seq":5,"type":"trained","at":"${at}","data":{"step":1}`), head)?.kind).toBe("bad-seq")
  })
})

describe("a line that is not what it should be", () => {
  it("is told apart from someone else's NDJSON", () => {
    expect(faultOf('{"level":30,"msg":"hello"}')?.kind).toBe("not-a-log")
    expect(faultOf("# Read me")?.kind).toBe("not-a-log")
    expect(faultOf(sampleLines(0)[0]!.slice(0, -1))?.kind).toBe("bad-id")
  })

  it("of a newer format says what to install", () => {
    const fault = faultOf(forged("", `{"v":${formatVersion + 1},"seq":0,"kind":"x"`))
    expect(fault).toEqual({ kind: "newer-version", reason: `written by a newer pvll (format ${formatVersion + 1}); install a newer version` })
    for (const v of ["0", "-1", "1.5", "\"1\"", "null"]) expect(faultOf(forged("", `{"v":${v}`))?.kind).toBe("bad-version")
  })

  it("of an unknown type names the type", () => {
    for (const type of ["teleported", "__proto__", "constructor"]) {
      const fault = faultOf(forged("", `{"v":1,"seq":0,"type":"${type}","at":"${at}","data":{}`))
      expect(fault?.kind).toBe("unknown-type")
      expect(fault?.reason).toContain(type)
    }
  })

  it("with a key that stands twice is refused, at any depth and however the key is spelled", () => {
    expect(faultOf(measured('{"step":1,"loss":1,"loss":2}'))?.kind).toBe("duplicate-key")
    expect(faultOf(measured('{"step":1,"loss":1,"l\\u006fss":2}'))?.kind).toBe("duplicate-key")
    expect(faultOf(forged("", `{"v":1,"v":1,"seq":0,"type":"trained","at":"${at}","data":{"step":1}`))?.kind).toBe("duplicate-key")
    expect(faultOf(forged("", `{"v":1,"seq":0,"id":"","type":"trained","at":"${at}","data":{"step":1}`))?.kind).toBe("duplicate-key")
  })

  it("with a key that the form does not know is refused by name, __proto__ among them", () => {
    expect(faultOf(measured('{"step":1,"loss":1,"colour":3}'))?.reason).toContain("colour")
    expect(faultOf(measured('{"step":1,"loss":1,"__proto__":{"accuracy":1}}'))?.kind).toBe("bad-data")
    expect(faultOf(measured('{"step":1,"loss":1,"constructor":1}'))?.kind).toBe("bad-data")
    expect(faultOf(forged("", `{"v":1,"seq":0,"type":"trained","at":"${at}","data":{"step":1},"__proto__":{"x":1}`))?.reason)
      .toBe("unknown key \"__proto__\"")
    expect(Object.hasOwn(Object.prototype, "accuracy")).toBe(false)
  })

  it("with wrong data says which part", () => {
    expect(faultOf(measured('{"step":1,"loss":"x"}'))).toEqual({ kind: "bad-data", reason: "in data, loss: a finite number expected, got \"x\"" })
    expect(faultOf(measured('{"step":1,"loss":1e999}'))?.kind).toBe("bad-data")
    expect(faultOf(measured('{"step":1}'))?.kind).toBe("bad-data")
    expect(faultOf(measured("null"))?.kind).toBe("bad-data")
    expect(faultOf(forged("", `{"v":1,"seq":0,"type":"trained","at":"yesterday","data":{"step":1}`))?.kind).toBe("bad-data")
  })

  it("nested too deeply is refused before it is parsed", () => {
    const bomb = "[".repeat(1_000_000)
    expect(faultOf(measured(`{"step":1,"loss":${bomb}`))?.kind).toBe("nesting-too-deep")
    const deepest = "[".repeat(nestingLimit - 2) + "]".repeat(nestingLimit - 2)
    expect(faultOf(measured(`{"step":1,"loss":${deepest}}`))?.kind).toBe("bad-data")
  })

  it("never makes the reader throw", () => {
    fc.assert(fc.property(fc.json(), fc.json(), (type, data) => {
      const line = forged("", `{"v":1,"seq":0,"type":${type},"at":"${at}","data":${data}`)
      expect(faultOf(line)).not.toBeNull()
    }))
    fc.assert(fc.property(text, (line) => {
      expect(isLeft(inspectLine(sha256, "", line))).toBe(true)
    }))
  })
})

it("the deepest event of a search stays far below the nesting limit", () => {
  const depth = (value: unknown): number => typeof value === "object" && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depth))
    : 0
  for (const line of linesOf(sampleEvents(1))) expect(depth(JSON.parse(line))).toBeLessThan(nestingLimit / 2)
})
