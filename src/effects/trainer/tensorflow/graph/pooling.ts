import type { Window } from "../../network/featureMap.ts"
import { type Attributes, integers, T, text, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"
import { format, paddingAttributes, strides } from "./window.ts"

const sizeOf = (kernel: number): Attributes => ({ ksize: integers(1, kernel, kernel, 1) })

const pooled = (input: FeatureMap, output: string, stride: number): FeatureMap =>
  ({ ...input, output, height: Math.ceil(input.height / stride), width: Math.ceil(input.width / stride) })

/** Padding never is the largest. */
export const maxPool = ({ graph, tape }: Pass, input: FeatureMap, { kernel, stride, padding }: Window): FeatureMap => {
  const attributes = { ...T, ...sizeOf(kernel), ...strides(stride), ...paddingAttributes(padding), ...format }
  const output = graph.add("MaxPool", [input.output], attributes)
  tape?.onBackward(output, (gradient) => {
    tape.contribute(input.output, graph.add("MaxPoolGrad", [input.output, output, gradient], attributes))
  })
  return pooled(input, output, stride)
}

/** How many of the window's pixels that begin at `from` lie within `length`. */
const inside = (from: number, kernel: number, length: number): number =>
  Math.min(from + kernel, length) - Math.max(from, 0)

/**
 * The mean of the pixels of a window that lie inside the map. TensorFlow's pool counts as PyTorch's does
 * (`count_include_pad=False`), but puts its padding elsewhere at stride 2: so the map is padded first, the mean taken over
 * the whole window, and what was counted too much given back by a factor for each output pixel.
 */
export const averagePool = (
  { graph, tape }: Pass, input: FeatureMap, { kernel, stride, padding }: Window
): FeatureMap => {
  const rows = Math.ceil(input.height / stride)
  const columns = Math.ceil(input.width / stride)
  /** zeros that the last window reads behind the end */
  const behind = (length: number, windows: number): number =>
    Math.max(0, (windows - 1) * stride - padding + kernel - length)
  const below = behind(input.height, rows)
  const right = behind(input.width, columns)
  const isPadded = padding + below + right > 0
  const around = graph.integers([4, 2], [0, 0, padding, below, padding, right, 0, 0])
  const padded = isPadded ? graph.add("Pad", [input.output, around], T) : input.output
  const attributes = { ...T, ...sizeOf(kernel), ...strides(stride), padding: text("VALID"), ...format }
  const means = graph.add("AvgPool", [padded], attributes)
  const factors = Array.from({ length: rows * columns }, (_, i) => kernel * kernel
    / inside(Math.floor(i / columns) * stride - padding, kernel, input.height)
    / inside((i % columns) * stride - padding, kernel, input.width))
  const factor = graph.floats([1, rows, columns, 1], factors)
  const output = isPadded ? graph.add("Mul", [means, factor], T) : means
  tape?.onBackward(output, (gradient) => {
    const own = isPadded ? graph.add("Mul", [gradient, factor], T) : gradient
    const sizes = graph.add("Shape", [padded], { ...T, out_type: type("int32") })
    const back = graph.add("AvgPoolGrad", [sizes, own], attributes)
    const origin = graph.integers([4], [0, padding, padding, 0])
    const size = graph.integers([4], [-1, input.height, input.width, -1])
    tape.contribute(
      input.output, isPadded ? graph.add("Slice", [back, origin, size], { ...T, Index: type("int32") }) : back)
  })
  return pooled(input, output, stride)
}
