import type { Window } from "../../network/featureMap.ts"
import { type Attributes, integers, T, text, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"
import { format, slidOver, strides, surrounded } from "./window.ts"

const attributesOf = ({ kernel, stride }: Window, padding: Attributes): Attributes =>
  ({ ...T, ksize: integers(1, kernel, kernel, 1), ...strides(stride), ...padding, ...format })

/** No float32 number is lower. */
const lowest = -3.4028234663852886e38

/** The first of the largest pixels; padding never is the largest. */
export const maxPool = (pass: Pass, input: FeatureMap, window: Window): FeatureMap => {
  const { graph, tape } = pass
  const { map, attributes: padding } = surrounded(pass, input, window, lowest)
  const attributes = attributesOf(window, padding)
  const output = graph.add("MaxPool", [map.output], attributes)
  tape?.onBackward(output, (gradient) => {
    tape.contribute(map.output, graph.add("MaxPoolGrad", [map.output, output, gradient], attributes))
  })
  return { ...slidOver(input, window), output, channels: input.channels }
}

/** TensorFlow's pool, whose padding takes no part in the mean. */
const meanPool = ({ graph, tape }: Pass, input: FeatureMap, window: Window, padding: Attributes): FeatureMap => {
  const attributes = attributesOf(window, padding)
  const output = graph.add("AvgPool", [input.output], attributes)
  tape?.onBackward(output, (gradient) => {
    const sizes = graph.add("Shape", [input.output], { ...T, out_type: type("int32") })
    tape.contribute(input.output, graph.add("AvgPoolGrad", [sizes, gradient], attributes))
  })
  return { ...slidOver(input, window), output, channels: input.channels }
}

/** How many of the `kernel` pixels from `from` on lie within `length`. */
const inside = (from: number, kernel: number, length: number): number =>
  Math.min(from + kernel, length) - Math.max(from, 0)

/**
 * Times 1 / (the share of each window that lies inside a map of `size`): the mean over the pixels inside, where the border
 * was counted with zeros.
 */
const withoutBorder = (
  { graph, tape }: Pass, means: FeatureMap, { kernel, stride, padding }: Window, size: FeatureMap
): FeatureMap => {
  const factors = Array.from({ length: means.height * means.width }, (_, i) => kernel * kernel
    / inside(Math.floor(i / means.width) * stride - padding, kernel, size.height)
    / inside((i % means.width) * stride - padding, kernel, size.width))
  const factor = graph.floats([1, means.height, means.width, 1], factors)
  const output = graph.add("Mul", [means.output, factor], T)
  tape?.onBackward(output, (gradient) => tape.contribute(means.output, graph.add("Mul", [gradient, factor], T)))
  return { ...means, output }
}

/**
 * The mean of the pixels of a window that lie inside the map (PyTorch's `count_include_pad=False`). A window without
 * padding may hang over the end, where SAME means the same. At stride 2 the border is made by hand (`surrounded`), and
 * what was counted too much given back.
 */
export const averagePool = (pass: Pass, input: FeatureMap, window: Window): FeatureMap => {
  if (window.padding === 0) return meanPool(pass, input, window, { padding: text("SAME") })
  const { map, attributes } = surrounded(pass, input, window, 0)
  const means = meanPool(pass, map, window, attributes)
  return map === input
    ? means
    : withoutBorder(pass, { ...means, ...slidOver(input, window) }, window, input)
}
