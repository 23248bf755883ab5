import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { halves, halvesOf, image } from "../../../../src/effects/trainer/network/channels.ts"
import type { Channels } from "../../../../src/effects/trainer/network/channels.ts"
import { pack, packedLength, unpack } from "../../../../src/effects/trainer/wasm/packing.ts"
import {
  classifierParameters, convolutionParameter, depthwiseParameter, sizeOf, vectorParameter
} from "../../../../src/effects/trainer/network/parameter.ts"

const numbered = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => i + 1)

const channels: fc.Arbitrary<Channels> = fc.integer({ min: 1, max: 20 })
  .chain((c) => fc.constantFrom(halves(c), image(c), halvesOf(c)[0], halvesOf(c)[1]))

const parameter = fc.tuple(channels, channels, fc.constantFrom(1, 3, 5), fc.integer({ min: 1, max: 11 })).chain(
  ([inputs, outputs, kernel, classes]) => fc.constantFrom(
    vectorParameter("v", outputs, 1),
    depthwiseParameter("d", outputs, kernel),
    convolutionParameter("c", inputs, outputs, kernel),
    classifierParameters("l", inputs, classes).weight,
    classifierParameters("l", inputs, classes).bias
  ))

describe("packed weights", () => {
  it("come back as they were, and are 0 wherever no logical number lies", () => {
    fc.assert(fc.property(parameter, (one) => {
      const logical = numbered(sizeOf(one))
      const packed = pack(one, logical)
      expect(packed.length % 4).toBe(0)
      expect(packed).toHaveLength(packedLength(one))
      expect(unpack(one, packed)).toEqual(logical)
      expect(packed.filter((x) => x !== 0)).toHaveLength(logical.length)
    }))
  })

  it("are in quads of channels, tap by tap, for a depthwise convolution", () => {
    const packed = pack(depthwiseParameter("d", halves(8), 3), numbered(72))
    expect(Array.from(packed.subarray(0, 8))).toEqual([1, 10, 19, 28, 2, 11, 20, 29])
    expect(packed[36]).toBe(37)
  })

  it("are in blocks of eight outputs, then four, input by input, for a pointwise convolution", () => {
    const [, odd] = halvesOf(23)
    expect(odd).toMatchObject({ logical: 11, physical: 12 })
    const packed = pack(convolutionParameter("p", image(4), odd), numbered(44))
    expect(Array.from(packed.subarray(0, 9))).toEqual([1, 5, 9, 13, 17, 21, 25, 29, 2])
    expect(Array.from(packed.subarray(32, 40))).toEqual([33, 37, 41, 0, 34, 38, 42, 0])
  })

  it("go through a window tap by tap for a dense convolution", () => {
    const packed = pack(convolutionParameter("c", image(3), halves(8), 3), numbered(8 * 3 * 9))
    // Output 0: the second row is input channel 1 at the first tap, the fifth one channel 0 at the second tap.
    expect([packed[0], packed[8], packed[16], packed[24], packed[32]]).toEqual([1, 10, 19, 0, 2])
  })

  it("are rows of all physical channels for the classifier", () => {
    const { weight, bias } = classifierParameters("l", halves(3), 2)
    expect([...pack(weight, numbered(6))]).toEqual([1, 2, 0, 0, 3, 0, 0, 0, 4, 5, 0, 0, 6, 0, 0, 0])
    expect([...pack(bias, numbered(2))]).toEqual([1, 2, 0, 0])
  })
})
