import { readFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import * as E from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { type Tensor, decodeSafetensors, encodeSafetensors } from "../../../src/effects/checkpoint/safetensors.ts"
import { goldenMetadata, goldenTensors } from "./golden/goldenTensors.ts"

const golden = (writer: string) => readFileSync(join(import.meta.dirname, "golden", `${writer}.safetensors`))

/** A file with this header and so many bytes of numbers after it. */
const file = (header: string | Uint8Array, dataBytes = 0, headerLength?: bigint): Uint8Array => {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header
  const bytes = new Uint8Array(8 + text.length + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true)
  bytes.set(text, 8)
  return bytes
}

const one = (shape: string, offsets: string, dtype = "F32") => `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`

const fault = (bytes: Uint8Array): string => {
  const read = decodeSafetensors(bytes)
  return E.isLeft(read) ? read.left : "nothing"
}

const someTensor: fc.Arbitrary<Tensor> = fc.array(fc.nat(4), { maxLength: 3 }).chain((shape) => {
  const count = shape.reduce((product, size) => product * size, 1)
  return fc.float32Array({ minLength: count, maxLength: count }).map((data) => ({ shape, data }))
})
const someName = fc.string({ unit: "binary" }).filter((name) => name !== "__metadata__" && name !== "__proto__")
const someTensors = fc.array(fc.tuple(someName, someTensor), { maxLength: 5 }).map((entries) => new Map(entries))
const someMetadata = fc.dictionary(someName, fc.string({ unit: "binary" }), { maxKeys: 3, noNullPrototype: true })

const bitsOf = (tensors: ReadonlyMap<string, Tensor>) =>
  new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, bits: [...new Uint32Array(data.slice().buffer)] }]))

describe("a safetensors file", () => {
  it("law: gives back every bit of what was written, from bytes that start anywhere in memory", () => {
    fc.assert(fc.property(someTensors, someMetadata, fc.nat(9), (tensors, metadata, offset) => {
      const bytes = encodeSafetensors(tensors, metadata)
      const moved = new Uint8Array(bytes.length + offset).subarray(offset)
      moved.set(bytes)
      const read = decodeSafetensors(moved)
      if (E.isLeft(read)) throw new Error(read.left)
      expect(bitsOf(read.right.tensors)).toEqual(bitsOf(tensors))
      expect({ ...read.right.metadata }).toEqual(metadata)
    }))
  })

  it("law: is the same bytes for the same tensors in the same order, with the numbers at a multiple of 8", () => {
    fc.assert(fc.property(someTensors, someMetadata, (tensors, metadata) => {
      const bytes = encodeSafetensors(tensors, metadata)
      expect(encodeSafetensors(new Map(tensors), { ...metadata })).toEqual(bytes)
      expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n)
    }))
  })

  it("law: cut anywhere it is refused with a phrase", () => {
    const bytes = encodeSafetensors(goldenTensors, goldenMetadata)
    for (let length = 0; length < bytes.length; length++) expect(fault(bytes.subarray(0, length))).not.toBe("nothing")
  })

  it("law: bytes of any kind are read or refused, without a crash", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), fc.nat(16), (header, dataBytes) => {
      decodeSafetensors(file(`{${header}`, dataBytes))
    }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void decodeSafetensors(bytes)))
  })

  it("has the bytes that it always had", () => {
    expect(Buffer.from(encodeSafetensors(goldenTensors, goldenMetadata)).equals(golden("pvll"))).toBe(true)
  })

  it.for(["pvll", "python"])("that %s wrote is read, with names in the order of the numbers", (writer) => {
    const read = decodeSafetensors(golden(writer))
    if (E.isLeft(read)) throw new Error(read.left)
    expect(bitsOf(read.right.tensors)).toEqual(bitsOf(goldenTensors))
    expect(read.right.metadata).toEqual(goldenMetadata)
  })

  it("shares no memory with the bytes it was read from", () => {
    const bytes = encodeSafetensors(goldenTensors, {})
    const read = decodeSafetensors(bytes)
    bytes.fill(255)
    if (E.isLeft(read)) throw new Error(read.left)
    expect(bitsOf(read.right.tensors)).toEqual(bitsOf(goldenTensors))
  })

  it("may be padded by nothing, and a tensor may lie anywhere as long as all bytes are covered", () => {
    const header = `{"b":${one("[1]", "[4,8]")},"empty":${one("[0,9]", "[4,4]")},"a":${one("[1]", "[0,4]")}}`
    const read = decodeSafetensors(file(header, 8))
    expect(E.isRight(read) ? [...read.right.tensors.keys()] : read.left).toEqual(["a", "empty", "b"])
  })

  it.for([
    ["an empty file", new Uint8Array(0), "it is shorter than the length of its header"],
    ["a header longer than the file", file("{}", 0, 3n), "it ends within its header"],
    ["a header longer than the format allows", file("{}", 0, 100_000_001n), "its header is longer than 100000000 bytes"],
    ["a length that is no number of JavaScript", file("{}", 0, 2n ** 64n - 1n), "its header is longer than 100000000 bytes"],
    ["a header that is not UTF-8", file(Uint8Array.of(123, 255, 125)), "its header is not UTF-8"],
    ["a byte-order mark", file("\ufeff{}"), "its header is not a list of tensors"],
    ["a header that is not JSON", file("{"), "its header is not JSON"],
    ["a list for a header", file("[]"), "its header is not a list of tensors"],
    ["a bomb of nesting", file(`{"a":${"[".repeat(100_000)}`), "its header is not a list of tensors"],
    ["a tensor that stands twice", file(`{"a":${one("[1]", "[0,4]")},"\\u0061":${one("[1]", "[0,4]")}}`, 4), "its header names something twice"],
    ["a shape that stands twice", file('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4), "its header names something twice"],
    ["a tensor named __proto__", file(`{"__proto__":${one("[1]", "[0,4]")}}`, 4), "it names a tensor __proto__"],
    ["metadata named __proto__", file('{"__metadata__":{"__proto__":"x"}}'), "its metadata is not a list of names and texts"],
    ["metadata that is no text", file('{"__metadata__":{"x":1}}'), "its metadata holds something that is not a text"],
    ["a number for a tensor", file('{"a":1}'), 'tensor "a" is not described by dtype, shape and data_offsets'],
    ["a member too many", file('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"x":1}}', 4), 'tensor "a" is not described by dtype, shape and data_offsets'],
    ["another type of numbers", file(`{"a":${one("[2]", "[0,4]", "F16")}}`, 4), 'tensor "a" is not of dtype F32'],
    ["a negative size", file(`{"a":${one("[-1]", "[0,4]")}}`, 4), 'tensor "a" has no valid shape'],
    ["a fraction for a size", file(`{"a":${one("[1.5]", "[0,6]")}}`, 6), 'tensor "a" has no valid shape'],
    ["sizes whose product no number holds", file(`{"a":${one("[9007199254740991,9007199254740991,0]", "[0,4]")}}`, 4), 'tensor "a" has another size than its shape'],
    ["an offset too many", file(`{"a":${one("[1]", "[0,4,8]")}}`, 4), 'tensor "a" has no valid data_offsets'],
    ["an end before the beginning", file(`{"a":${one("[1]", "[4,0]")}}`, 4), 'tensor "a" has another size than its shape'],
    ["an overlap", file(`{"a":${one("[2]", "[0,8]")},"b":${one("[1]", "[4,8]")}}`, 8), 'tensor "b" overlaps another one'],
    ["a gap", file(`{"a":${one("[1]", "[0,4]")},"b":${one("[1]", "[8,12]")}}`, 12), 'there is a gap before tensor "b"'],
    ["a tensor beyond the end", file(`{"a":${one("[2]", "[0,8]")}}`, 5), "it ends 3 bytes too early"],
    ["bytes after the last tensor", file(`{"a":${one("[1]", "[0,4]")}}`, 7), "it has 3 bytes that belong to no tensor"]
  ] as const)("refuses %s", ([, bytes, phrase]) => {
    expect(fault(bytes)).toBe(phrase)
  })

  it("is not written with a name that is reserved, or a shape that is not the tensor's", () => {
    const data = Float32Array.of(1, 2)
    for (const name of ["__metadata__", "__proto__"]) {
      expect(() => encodeSafetensors(new Map([[name, { shape: [2], data }]]), {})).toThrow(name)
    }
    expect(() => encodeSafetensors(new Map([["a", { shape: [3], data }]]), {})).toThrow("tensor a is not of shape [3]")
  })
})
