import * as Either from "fp-ts/lib/Either.js"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { denseCell } from "../../../../src/core/architecture/spaces/denseCell.ts"
import { nasnet } from "../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import { initialValues } from "../../../../src/effects/trainer/network/initialValues.ts"
import { networkOf, parameterCount } from "../../../../src/effects/trainer/network/network.ts"
import type { NetworkShape } from "../../../../src/effects/trainer/network/networkShape.ts"
import { sizeOf } from "../../../../src/effects/trainer/network/parameter.ts"
import { anyShape, networkFrom, paperShape } from "./shapes.ts"

const countOf = (shape: NetworkShape): number => parameterCount(networkFrom(shape))

const reasonOf = (shape: NetworkShape): string => {
  const network = networkOf(shape)
  return Either.isLeft(network) ? network.left : "there is none"
}

const sizes = (shape: NetworkShape): readonly string[] =>
  networkFrom(shape).stages.map(({ name, output }) => `${name} ${output.channels.logical}x${output.height}x${output.width}`)

describe("the super-network of DARTS", () => {
  it("has exactly the paper's 1,930,618 parameters", () => {
    expect(countOf(paperShape)).toBe(1_930_618)
  })

  it("halves the maps and doubles the channels a third and two thirds of the way", () => {
    expect(sizes(paperShape)).toEqual([
      "cells.0 64x32x32", "cells.1 64x32x32", "cells.2 128x16x16", "cells.3 128x16x16", "cells.4 128x16x16",
      "cells.5 256x8x8", "cells.6 256x8x8", "cells.7 256x8x8"
    ])
  })

  it("reduces in cell 0 where it has one or two cells, once where both reductions are the same one", () => {
    expect(sizes({ ...paperShape, layers: 1 })).toEqual(["cells.0 128x16x16"])
    expect(sizes({ ...paperShape, layers: 2 })).toEqual(["cells.0 128x16x16", "cells.1 256x8x8"])
    expect(sizes({ ...paperShape, layers: 3 })).toEqual(["cells.0 64x32x32", "cells.1 128x16x16", "cells.2 256x8x8"])
  })

  it("preprocesses by a factorised reduction where the cell before was a reduction", () => {
    const network = networkFrom(paperShape)
    const kinds = network.stages.map(({ inputs }) => inputs.map(({ preprocess }) => preprocess?.kind))
    const reduced = (cell: number) => cell === 3 || cell === 6
    expect(kinds).toEqual(kinds.map((_, cell) => [reduced(cell) ? "factorised" : "pointwise", "pointwise"]))
  })

  it("reads edges of a reduction cell from the second cell kind, or from the only one", () => {
    const choices = (space: NetworkShape["space"]) =>
      networkFrom({ ...paperShape, space, layers: 3 }).stages.map(({ edges }) => edges[0].choice)
    expect(choices(nasnet)).toEqual([0, 14, 14])
    expect(choices({ ...nasnet, cells: nasnet.cells.slice(0, 1) })).toEqual([0, 0, 0])
  })
})

describe("the macro network of NAS-Bench-201", () => {
  // 3 -> 16 stem and BN; blocks C -> 2C without affine BN; last BN; classifier.
  const fixed = 432 + 32 + (16 * 32 * 9 + 32 * 32 * 9 + 16 * 32) + (32 * 64 * 9 + 64 * 64 * 9 + 32 * 64) + 128 + 650

  it("has the parameters that a count by hand gives", () => {
    const shape = { ...paperShape, space: nb201, layers: 15 }
    const only = (operation: string) => ({ ...nb201, operations: ["none", operation] })
    const squares = 5 * (16 ** 2 + 32 ** 2 + 64 ** 2)
    expect(countOf({ ...shape, space: only("skip_connect") })).toBe(fixed)
    expect(countOf({ ...shape, space: only("nor_conv_3x3") })).toBe(fixed + 6 * 9 * squares)
    expect(countOf(shape)).toBe(fixed + 6 * 10 * squares)
  })

  it("has a residual block before cells a third and two thirds of the way, one where these are the same", () => {
    const shape = { ...paperShape, space: nb201 }
    expect(sizes({ ...shape, layers: 4 })).toEqual([
      "cells.0 16x32x32", "residuals.0 32x16x16", "cells.1 32x16x16", "residuals.1 64x8x8", "cells.2 64x8x8", "cells.3 64x8x8"
    ])
    expect(sizes({ ...shape, layers: 1 })).toEqual(["residuals.0 32x16x16", "cells.0 32x16x16"])
  })
})

describe("a network", () => {
  it("names each parameter once, and by the place where it stands", () => {
    const names = networkFrom(paperShape).parameters.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.slice(0, 4)).toEqual([
      "stem.convolution", "stem.normalisation.weight", "stem.normalisation.bias", "cells.0.preprocess0.convolution"
    ])
    expect(names).toEqual(expect.arrayContaining([
      "cells.0.edges.13.sep_conv_5x5.1.depthwise", "cells.2.edges.0.skip_connect.0.even", "cells.3.preprocess0.odd",
      "cells.7.edges.0.dil_conv_3x3.0.pointwise"
    ]))
    expect(names.slice(-2)).toEqual(["classifier.weight", "classifier.bias"])
    expect(networkFrom({ ...paperShape, space: nb201 }).parameters.map(({ name }) => name)).toEqual(expect.arrayContaining([
      "residuals.0.first", "residuals.0.second", "residuals.1.shortcut", "cells.0.edges.5.nor_conv_3x3.0.convolution",
      "normalisation.weight", "normalisation.bias"
    ]))
  })

  it("can be built for any space and size, down to one pixel", () => {
    fc.assert(fc.property(anyShape, (shape) => {
      const network = networkFrom(shape)
      expect(network.stages.every(({ output }) => output.height >= 1 && output.width >= 1)).toBe(true)
      expect(network.stages.filter(({ name }) => name.startsWith("cells"))).toHaveLength(shape.layers)
    }), { numRuns: 50 })
  })

  it("says in a sentence what it cannot be built from", () => {
    const cells = (...all: (typeof nasnet)["cells"][number][]) => ({ ...paperShape, space: { ...nasnet, cells: all } })
    const unknown = { ...nasnet, operations: [...nasnet.operations, "conv_9x9"] }
    expect(reasonOf({ ...paperShape, space: unknown })).toMatch(/^the engines do not know the operation "conv_9x9" of/)
    expect(reasonOf(cells(denseCell("a", 2, 1), denseCell("b", 2, 1), denseCell("c", 2, 1)))).toMatch(/has 3 cell kinds; .* at most 2$/)
    expect(reasonOf(cells(denseCell("a", 1, 1), denseCell("b", 1, 1)))).toMatch(/has 2 cell kinds; .* 1 input have at most 1$/)
    expect(reasonOf(cells(denseCell("a", 3, 1)))).toMatch(/have 3 inputs;/)
    expect(reasonOf(cells(denseCell("a", 2, 1), denseCell("b", 1, 2)))).toMatch(/different numbers of inputs/)
    expect(reasonOf({ ...paperShape, image: { channels: 3, height: 0, width: 32 } }))
      .toBe("the image height must be a whole number from 1 on, but is 0")
  })
})

describe("initial values", () => {
  const network = networkFrom({ ...paperShape, layers: 1 })
  const values = initialValues(network, 7)

  it("are as many as the parameters have, the same for the same seed and others for another", () => {
    for (const parameter of network.parameters) expect(values.get(parameter.name)).toHaveLength(sizeOf(parameter))
    expect(initialValues(network, 7)).toEqual(values)
    expect(initialValues(network, 8).get("stem.convolution")).not.toEqual(values.get("stem.convolution"))
  })

  it("fill the range of PyTorch's defaults, up to one over the root of the inputs", () => {
    const bounds = new Map([
      ["stem.convolution", 27], ["cells.0.edges.0.sep_conv_5x5.0.depthwise", 25],
      ["cells.0.edges.0.sep_conv_5x5.0.pointwise", 32], ["classifier.weight", 128], ["classifier.bias", 128]
    ])
    for (const [name, fanIn] of bounds) {
      const sizes = values.get(name)!.map(Math.abs)
      const bound = 1 / Math.sqrt(fanIn)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(bound)
      expect(Math.max(...sizes)).toBeGreaterThan(0.5 * bound)
      expect(sizes.reduce((sum, x) => sum + x, 0) / sizes.length / bound).toBeGreaterThan(0.2)
    }
  })

  it("are 1 and 0 for a normalisation", () => {
    expect(new Set(values.get("stem.normalisation.weight"))).toEqual(new Set([1]))
    expect(new Set(values.get("stem.normalisation.bias"))).toEqual(new Set([0]))
  })
})
