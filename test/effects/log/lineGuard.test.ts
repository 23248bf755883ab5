import { Buffer } from "node:buffer"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lineGuard } from "../../../src/effects/log/lineGuard.ts"

const guardAll = (chunks: readonly Uint8Array[], limit?: number) => {
  const guard = lineGuard(undefined, limit)
  const texts: string[] = []
  for (const chunk of chunks) {
    const { lines, fault } = guard.push(chunk)
    texts.push(...lines.map((line) => line.text))
    if (fault !== null) return { texts, fault, tail: guard.tail() }
  }
  return { texts, fault: null, tail: guard.tail() }
}

const faultOf = (content: string | Uint8Array, limit?: number) => {
  const { fault } = guardAll([Buffer.from(content)], limit)
  return fault === null ? null : { kind: fault.kind, line: fault.line, byte: fault.byte }
}

const line = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/[\n\0]|\r$/.test(text))

describe("the line guard", () => {
  it("gives the same lines however the bytes are cut into chunks, and overwrites of a chunk do no harm", () => {
    fc.assert(fc.property(fc.array(line), line, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (lines, tail, sizes) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join("") + tail)
      const guard = lineGuard()
      const buffer = Buffer.alloc(20)
      const texts: string[] = []
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const copied = bytes.copy(buffer, 0, at, at + sizes[i % sizes.length]!)
        const { lines, fault } = guard.push(buffer.subarray(0, copied))
        expect(fault).toBeNull()
        texts.push(...lines.map((line) => line.text))
        at += copied
        buffer.fill(0xff)
      }
      expect(texts).toEqual(lines)
      expect(guard.tail()).toEqual({ line: lines.length + 1, byte: bytes.length - Buffer.byteLength(tail), length: Buffer.byteLength(tail) })
    }))
  })

  it("places each line by its first byte and its length", () => {
    const { lines } = lineGuard().push(Buffer.from("ab\nü\nc\n"))
    expect(lines).toEqual([
      { text: "ab", line: 1, byte: 0, bytes: 3 },
      { text: "ü", line: 2, byte: 3, bytes: 3 },
      { text: "c", line: 3, byte: 6, bytes: 2 }
    ])
  })

  it("has an answer to whatever is not a line of a log", () => {
    expect(faultOf("a\nb\r\nc\n")).toEqual({ kind: "crlf", line: 2, byte: 2 })
    expect(faultOf("a\n\nc\n")).toEqual({ kind: "empty-line", line: 2, byte: 2 })
    expect(faultOf("a\nb\0c\n")).toEqual({ kind: "nul-byte", line: 2, byte: 2 })
    expect(faultOf("\ufeffa\n")).toEqual({ kind: "byte-order-mark", line: 1, byte: 0 })
    expect(faultOf(Buffer.from([0x61, 10, 0xc3, 0x28, 10]))).toEqual({ kind: "invalid-utf-8", line: 2, byte: 2 })
    expect(faultOf(Buffer.from([0xed, 0xa0, 0x80, 10]))).toEqual({ kind: "invalid-utf-8", line: 1, byte: 0 })
    expect(faultOf(Buffer.from("a\n", "utf16le"))).toEqual({ kind: "nul-byte", line: 1, byte: 0 })
  })

  it("takes a bare CR, U+2028 and U+0085 for what they are: no line ends", () => {
    expect(guardAll([Buffer.from("a\rb\u2028c\u0085d\n")]).texts).toEqual(["a\rb\u2028c\u0085d"])
  })

  it("stops at an over-long line, whether its end comes or not", () => {
    expect(faultOf(`${"x".repeat(8)}\n${"y".repeat(9)}\nz\n`, 8)).toEqual({ kind: "line-too-long", line: 2, byte: 9 })
    expect(faultOf(`ok\n${"y".repeat(9)}`, 8)).toEqual({ kind: "line-too-long", line: 2, byte: 3 })
    const endless = Array.from({ length: 1025 }, () => Buffer.alloc(64 * 1024, "x"))
    expect(guardAll(endless).fault?.kind).toBe("line-too-long")
  })

  it("takes time in proportion to a line's length", () => {
    const chunk = Buffer.alloc(64 * 1024, "x")
    const chunks = [...Array.from({ length: 512 }, () => chunk), Buffer.from("\n")]
    expect(guardAll(chunks).texts[0]!.length).toBe(32 * 1024 * 1024)
  })
})
