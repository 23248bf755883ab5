import type { Unit } from "../../network/unit.ts"
import { integer, T, type } from "./graph.ts"
import { concatenation } from "./concatenation.ts"
import { convolution } from "./convolution.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"

/** Every pixel takes the value of its neighbour one row down and one to the right; a row and a column less. */
const shifted = ({ graph, tape }: Pass, input: FeatureMap): FeatureMap => {
  const bounds = [[0, 1, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]].map((numbers) => graph.integers([4], numbers))
  // The masks say that images and channels, and the ends of rows and columns, are those of the input.
  const output = graph.add("StridedSlice", [input.output, ...bounds], {
    ...T, Index: type("int32"), begin_mask: integer(0b1001), end_mask: integer(0b1111)
  })
  tape?.onBackward(output, (gradient) => {
    const around = graph.integers([4, 2], [0, 0, 1, 0, 1, 0, 0, 0])
    tape.contribute(input.output, graph.add("Pad", [gradient, around], T))
  })
  return { ...input, output, height: input.height - 1, width: input.width - 1 }
}

/** Rows and columns of zeros at the end. */
const extended = ({ graph, tape }: Pass, input: FeatureMap, rows: number, columns: number): FeatureMap => {
  if (rows === 0 && columns === 0) return input
  const around = graph.integers([4, 2], [0, 0, 0, rows, 0, columns, 0, 0])
  const output = graph.add("Pad", [input.output, around], T)
  tape?.onBackward(output, (gradient) => {
    const origin = graph.integers([4], [0, 0, 0, 0])
    const size = graph.integers([4], [-1, input.height, input.width, -1])
    tape.contribute(input.output, graph.add("Slice", [gradient, origin, size], { ...T, Index: type("int32") }))
  })
  return { ...input, output, height: input.height + rows, width: input.width + columns }
}

/**
 * Two 1x1 convolutions at stride 2, the second one pixel off, joined. At odd sizes the second one would end a pixel
 * early; there it reads zeros.
 */
export const factorised = (pass: Pass, input: FeatureMap, { pointwise: [even, odd], window }: Unit): FeatureMap => {
  const off = extended(pass, shifted(pass, input), input.height % 2, input.width % 2)
  return concatenation(pass, [convolution(pass, input, even!, window), convolution(pass, off, odd!, window)])
}
