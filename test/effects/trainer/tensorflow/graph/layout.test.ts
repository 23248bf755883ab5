import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { halves } from "../../../../../src/effects/trainer/network/channels.ts"
import {
  classifierParameters, convolutionParameter, depthwiseParameter, type Parameter, sizeOf, vectorParameter
} from "../../../../../src/effects/trainer/network/parameter.ts"
import { layoutShape, readLayout, writeLayout } from "../../../../../src/effects/trainer/tensorflow/graph/layout.ts"

const small = fc.integer({ min: 1, max: 6 })
const parameters = fc.oneof(
  fc.tuple(small, fc.constantFrom(3, 5)).map(([channels, kernel]) => depthwiseParameter("p", halves(channels), kernel)),
  fc.tuple(small, small, fc.constantFrom(1, 3, 5)).map(([from, to, kernel]) =>
    convolutionParameter("p", halves(from), halves(to), kernel)),
  small.map((channels) => vectorParameter("p", halves(channels), 0)),
  fc.tuple(small, small).map(([channels, classes]) => classifierParameters("p", halves(channels), classes).weight)
)

const numbered = (parameter: Parameter): Float32Array => Float32Array.from({ length: sizeOf(parameter) }, (_, i) => i)

describe("the layout of parameters in TensorFlow", () => {
  it("is read back as it was written, and touches nothing around it", () => {
    fc.assert(fc.property(parameters, fc.integer({ min: 0, max: 5 }), (parameter, at) => {
      const logical = numbered(parameter)
      const vector = new Float32Array(at + logical.length + 3).fill(-1)
      writeLayout(parameter, logical, vector, at)
      expect(readLayout(parameter, vector, at)).toEqual(logical)
      expect([...vector.subarray(0, at), ...vector.subarray(at + logical.length)]).toEqual(Array(at + 3).fill(-1))
    }))
  })

  it("puts the tap [y, x] from an input to an output where TensorFlow looks for it", () => {
    fc.assert(fc.property(small, small, fc.constantFrom(1, 3), (inputs, outputs, kernel) => {
      const parameter = convolutionParameter("p", halves(inputs), halves(outputs), kernel)
      const vector = new Float32Array(sizeOf(parameter))
      writeLayout(parameter, numbered(parameter), vector, 0)
      expect(layoutShape(parameter)).toEqual([kernel, kernel, inputs, outputs])
      for (let i = 0; i < inputs; i++) for (let o = 0; o < outputs; o++) for (let y = 0; y < kernel; y++) for (let x = 0; x < kernel; x++) {
        const pytorch = ((o * inputs + i) * kernel + y) * kernel + x
        expect(vector[((y * kernel + x) * inputs + i) * outputs + o]).toBe(pytorch)
      }
    }))
  })

  it("has the channels of a depthwise kernel last but one", () => {
    const parameter = depthwiseParameter("p", halves(2), 3)
    expect(layoutShape(parameter)).toEqual([3, 3, 2, 1])
    const vector = new Float32Array(18)
    writeLayout(parameter, numbered(parameter), vector, 0)
    expect([...vector]).toEqual([0, 9, 1, 10, 2, 11, 3, 12, 4, 13, 5, 14, 6, 15, 7, 16, 8, 17])
  })

  it("leaves vectors and the classifier as they are", () => {
    const { weight, bias } = classifierParameters("p", halves(4), 3)
    for (const parameter of [weight, bias, vectorParameter("p", halves(5), 1)]) {
      const vector = new Float32Array(sizeOf(parameter))
      writeLayout(parameter, numbered(parameter), vector, 0)
      expect(vector).toEqual(numbered(parameter))
      expect(layoutShape(parameter)).toEqual(parameter.shape)
    }
  })
})
