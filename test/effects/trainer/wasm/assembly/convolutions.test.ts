import * as fc from "fast-check"
import { describe, it } from "vitest"
import { checkConvolution, type ConvolutionCase } from "./convolutionCheck.ts"

/** Sizes below, at and above what kernels take at a time; odd and even ones; one pixel. */
const sizes = [[1, 1], [1, 5], [2, 2], [4, 4], [3, 7], [7, 7], [8, 8], [5, 14], [9, 17], [14, 12], [3, 29]] as const

const common = { relu: 1, accumulate: 0, inputGradient: true, kernel: 1, dilation: 1, stride: 1 } as const

describe("a separable convolution", () => {
  for (const kernel of [1, 3, 5, 7]) for (const dilation of [1, 2]) for (const stride of [1, 2]) {
    it(`equals plain loops, forward and backward: kernel ${kernel}, dilation ${dilation}, stride ${stride}`, () => {
      for (const [index, [height, width]] of sizes.entries()) {
        checkConvolution({
          ...common, kind: "separable", kernel, dilation, stride, height, width, batch: height * width < 30 ? 10 : 1,
          channels: index % 2 === 0 ? 8 : 4, outputChannels: index % 3 === 0 ? 4 : 8, accumulate: index % 2 === 0 ? 0 : 1
        })
      }
    })
  }
})

describe("a pointwise convolution", () => {
  for (const relu of [0, 1] as const) {
    it(`equals plain loops, forward and backward, ${relu ? "with" : "without"} relu`, () => {
      for (const [index, [height, width]] of sizes.entries()) {
        const channels = index % 3 === 0 ? 4 : 8, outputChannels = index % 2 === 0 ? 12 : 8
        for (const accumulate of [0, 1] as const) {
          checkConvolution({ ...common, kind: "pointwise", relu, height, width, batch: 10, channels, outputChannels, accumulate })
        }
      }
    })
  }

  it("goes strip by strip through wide maps, with a rest that is too little for a strip", () => {
    for (const width of [16, 17, 19, 20, 35]) {
      checkConvolution({ ...common, kind: "pointwise", height: 2, width, batch: 2, channels: 128, outputChannels: 8 })
    }
  })
})

describe("a factorised reduction", () => {
  it("equals plain loops, forward and backward; beyond an odd edge it reads 0", () => {
    for (const [index, [height, width]] of sizes.entries()) {
      const channels = index % 3 === 0 ? 4 : 8
      for (const [accumulate, outputChannels] of [[0, 8], [1, 16], [0, 24]] as const) {
        checkConvolution({
          ...common, kind: "factorised", stride: 2, height, width, batch: 9, channels, outputChannels, accumulate
        })
      }
    }
  })

  it("goes strip by strip through wide maps", () => {
    checkConvolution({ ...common, kind: "factorised", stride: 2, height: 21, width: 33, batch: 1, channels: 32, outputChannels: 8 })
  })
})

describe("a dense convolution", () => {
  for (const stride of [1, 2]) for (const relu of [0, 1] as const) {
    it(`equals plain loops, forward and backward: stride ${stride}, ${relu ? "with" : "without"} relu`, () => {
      for (const [index, [height, width]] of sizes.entries()) {
        const shape = { height, width, batch: height * width < 30 ? 10 : 1, relu, stride }
        const [channels, outputChannels] = index % 2 === 0 ? [4, 8] : [8, 12]
        checkConvolution({ ...common, kind: "dense", kernel: 3, channels, outputChannels, ...shape })
        checkConvolution({ ...common, kind: "dense", kernel: 1, channels, outputChannels, ...shape, accumulate: 1 })
      }
    })
  }

  it("gives no gradient by images", () => {
    checkConvolution({
      ...common, kind: "dense", kernel: 3, relu: 0, height: 6, width: 9, batch: 3, channels: 4, outputChannels: 16,
      inputGradient: false
    })
  })
})

describe("any convolution", () => {
  it("equals plain loops", () => {
    const channels = fc.integer({ min: 1, max: 5 }).map((quads) => 4 * quads)
    const shapes: fc.Arbitrary<ConvolutionCase> = fc.record({
      kind: fc.constantFrom("separable", "pointwise", "factorised", "dense"),
      batch: fc.integer({ min: 1, max: 10 }), channels, outputChannels: channels,
      height: fc.integer({ min: 1, max: 13 }), width: fc.integer({ min: 1, max: 21 }),
      kernel: fc.constantFrom(1, 3, 5), dilation: fc.constantFrom(1, 2), stride: fc.constantFrom(1, 2),
      relu: fc.constantFrom(0, 1), accumulate: fc.constantFrom(0, 1), inputGradient: fc.constant(true)
    }).map((shape): ConvolutionCase => {
      switch (shape.kind) {
        case "separable": return { ...shape, relu: 1 }
        case "pointwise": return { ...shape, kernel: 1, dilation: 1, stride: 1 }
        case "factorised": return { ...shape, relu: 1, kernel: 1, dilation: 1, stride: 2, outputChannels: 2 * shape.outputChannels }
        case "dense": return { ...shape, kernel: Math.min(3, shape.kernel) }
      }
    })
    fc.assert(fc.property(shapes, fc.integer({ min: 1, max: 1000 }), (shape, seed) => checkConvolution(shape, seed)), { numRuns: 40 })
  })
})
