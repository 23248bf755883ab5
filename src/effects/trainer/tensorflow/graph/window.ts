import type { Window } from "../../network/featureMap.ts"
import { type Attributes, integer, integers, text } from "./graph.ts"

/**
 * Zeros around a map: TensorFlow's SAME at stride 2 puts an odd row at the end of even sizes, PyTorch's `padding` (and so
 * the networks here) puts as many before as after. So padding is always written out.
 */
export const paddingAttributes = (padding: number): Attributes => (padding === 0
  ? { padding: text("VALID") }
  : {
    padding: text("EXPLICIT"),
    explicit_paddings: integers(0, 0, padding, padding, padding, padding, 0, 0)
  })

export const strides = (stride: number): Attributes => ({ strides: integers(1, stride, stride, 1) })

export const format: Attributes = { data_format: text("NHWC") }

/** Pixels from the first to the last tap of a window, both counted. */
export const extent = ({ kernel, dilation }: Window): number => dilation * (kernel - 1) + 1

export const listOf = (length: number): Attributes => ({ N: integer(length) })
