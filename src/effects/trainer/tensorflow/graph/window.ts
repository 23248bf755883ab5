import type { Window } from "../../network/featureMap.ts"
import { type Attributes, integers, T, text, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"

export const strides = (stride: number): Attributes => ({ strides: integers(1, stride, stride, 1) })

export const format: Attributes = { data_format: text("NHWC") }

/**
 * Padding written out. Only the slower kernels of a processor read this form, which for some gradients are the faster
 * ones.
 */
export const writtenOut = (padding: number): Attributes => ({
  padding: text("EXPLICIT"), explicit_paddings: integers(0, 0, padding, padding, padding, padding, 0, 0)
})

/** Whether TensorFlow's SAME puts as much before a line of `length` pixels as the window's padding says, and as much after. */
const isSame = ({ kernel, stride, padding }: Window, length: number): boolean =>
  Math.max(0, (Math.ceil(length / stride) - 1) * stride + kernel - length) === 2 * padding

/** A map as a window slides over it, and how TensorFlow is told of what lies around it. */
export interface Surrounded {
  readonly map: FeatureMap
  readonly attributes: Attributes
}

/**
 * What a window without gaps reads: the map itself where TensorFlow's SAME (or VALID) means the window's padding. At
 * stride 2, SAME puts the odd row of an even size at the end alone, PyTorch's `padding` (and so the networks here) puts as
 * much before as after; there the map gets its border of `around` first.
 */
export const surrounded = ({ graph, tape }: Pass, input: FeatureMap, window: Window, around: number): Surrounded => {
  const { padding } = window
  if (padding === 0) return { map: input, attributes: { padding: text("VALID") } }
  if (isSame(window, input.height) && isSame(window, input.width)) {
    return { map: input, attributes: { padding: text("SAME") } }
  }
  const borders = graph.integers([4, 2], [0, 0, padding, padding, padding, padding, 0, 0])
  const output = graph.add("PadV2", [input.output, borders, graph.floats([], [around])], T)
  tape?.onBackward(output, (gradient) => {
    const origin = graph.integers([4], [0, padding, padding, 0])
    const size = graph.integers([4], [-1, input.height, input.width, -1])
    tape.contribute(input.output, graph.add("Slice", [gradient, origin, size], { ...T, Index: type("int32") }))
  })
  return {
    map: { ...input, output, height: input.height + 2 * padding, width: input.width + 2 * padding },
    attributes: { padding: text("VALID") }
  }
}

/** The size that a window makes of a map. */
export const slidOver = ({ height, width }: Pick<FeatureMap, "height" | "width">, { stride }: Pick<Window, "stride">) =>
  ({ height: Math.ceil(height / stride), width: Math.ceil(width / stride) })
