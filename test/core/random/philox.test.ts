import { expect, test } from "vitest"
import { multiplyHigh, philox } from "../../../src/core/random/philox.ts"
import { uniforms } from "../../../src/core/random/uniform.ts"

type Words = readonly [number, number, number, number]

const block = ([c0, c1, c2, c3]: Words, k0: number, k1: number): readonly number[] => {
  const out = new Uint32Array(6).fill(7)
  philox(c0, c1, c2, c3, k0, k1, out, 1)
  expect([out[0], out[5]]).toEqual([7, 7])
  return [...out.subarray(1, 5)]
}

test("Philox4x32-10 gives the published answers (Random123, kat_vectors)", () => {
  const ones = 0xffffffff
  expect(block([0, 0, 0, 0], 0, 0)).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
  expect(block([ones, ones, ones, ones], ones, ones)).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd])
  expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], 0xa4093822, 0x299f31d0))
    .toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1])
})

test("the upper half of a product is exact for any two words", () => {
  const edges = [0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffff0000, 0xfffffffe, 0xffffffff]
  const drawn = Array.from(uniforms({ seed: 3, stream: "split", a: 0, b: 0 }, 200), (u) => Math.floor(u * 2 ** 32))
  const all = [...edges, ...drawn]
  for (const a of all) for (const b of all) expect(multiplyHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
})
