import type { Window } from "../../network/featureMap.ts"
import type { Parameter } from "../../network/parameter.ts"
import { T, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"
import { phase } from "./phases.ts"
import { format, slidOver, strides, surrounded } from "./window.ts"

/**
 * Each output channel reads all input channels. The window has no gaps. One of a single pixel is never given a stride:
 * oneDNN's gradient of such a kernel writes beyond its memory; the pixels that it reads are taken out first.
 */
export const convolution = (pass: Pass, input: FeatureMap, weights: Parameter, window: Window): FeatureMap => {
  const { graph, tape } = pass
  const { kernel: taps, stride } = window
  if (taps === 1 && stride > 1) return convolution(pass, phase(pass, input, stride, 0), weights, { ...window, stride: 1 })
  const [channels, inputs, height, width] = weights.shape as [number, number, number, number]
  const kernel = pass.parameter(weights)
  const { map, attributes: padding } = surrounded(pass, input, window, 0)
  const attributes = { ...T, ...strides(stride), ...padding, ...format }
  const output = graph.add("Conv2D", [map.output, kernel], attributes)
  tape?.onBackward(output, (gradient) => {
    const inputSizes = graph.add("Shape", [map.output], { ...T, out_type: type("int32") })
    const kernelSizes = graph.integers([4], [height, width, inputs, channels])
    tape.contribute(map.output, graph.add("Conv2DBackpropInput", [inputSizes, kernel, gradient], attributes))
    tape.contribute(kernel, graph.add("Conv2DBackpropFilter", [map.output, kernelSizes, gradient], attributes))
  })
  return { ...slidOver(input, window), output, channels }
}
