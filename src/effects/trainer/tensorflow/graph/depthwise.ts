import { centredWindow, type Window } from "../../network/featureMap.ts"
import type { Parameter } from "../../network/parameter.ts"
import { type Attributes, T, text, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import { joinedPhases, phase, phases, spread } from "./phases.ts"
import type { FeatureMap } from "./tape.ts"
import { format, slidOver, strides, surrounded, writtenOut } from "./window.ts"

const attributesOf = (stride: number, padding: Attributes): Attributes => ({ ...T, ...strides(stride), ...padding, ...format })

/** From this size on, oneDNN's gradient of a kernel is slower than TensorFlow's own (measured, AVX-512). */
const largeKernel = 5

/**
 * Taps without gaps. The gradient of the map is the convolution of the gradient with the kernel turned round: four to
 * eight times as fast as TensorFlow's operation for it.
 */
const withoutGaps = (pass: Pass, input: FeatureMap, weights: Parameter, window: Window): FeatureMap => {
  const { graph, tape } = pass
  const { kernel: taps, stride, padding } = window
  const kernel = pass.parameter(weights)
  const { map, attributes } = surrounded(pass, input, window, 0)
  const output = graph.add("DepthwiseConv2dNative", [map.output, kernel], attributesOf(stride, attributes))
  tape?.onBackward(output, (gradient) => {
    const turned = graph.add("ReverseV2", [kernel, graph.integers([2], [0, 1])], { ...T, Tidx: type("int32") })
    tape.contribute(input.output, graph.add(
      "DepthwiseConv2dNative", [spread(graph, gradient, input, stride, 0), turned], attributesOf(1, { padding: text("SAME") })))
    const sizes = graph.integers([4], [taps, taps, input.channels, 1])
    const [read, own] = taps < largeKernel ? [map, attributes] : [input, writtenOut(padding)]
    tape.contribute(kernel, graph.add(
      "DepthwiseConv2dNativeBackpropFilter", [read.output, sizes, gradient], attributesOf(stride, own)))
  })
  return { ...slidOver(input, window), output, channels: input.channels }
}

/**
 * Each channel by itself. TensorFlow's own dilation is never used: with oneDNN, the gradients of a dilated depthwise
 * convolution are silently wrong. Taps that lie d pixels apart read one of the d x d phases of the map alone, so that a
 * convolution without gaps over each phase gives the same numbers, and right gradients.
 */
export const depthwise = (pass: Pass, input: FeatureMap, weights: Parameter, window: Window): FeatureMap => {
  const { kernel, stride, dilation } = window
  if (dilation === 1) return withoutGaps(pass, input, weights, window)
  const dense = centredWindow(kernel, 1)
  if (stride === dilation) return withoutGaps(pass, phase(pass, input, stride, 0), weights, dense)
  const output = withoutGaps(pass, phases(pass, input, dilation), weights, dense)
  const whole = joinedPhases(pass, output, dilation, input)
  return stride === 1 ? whole : phase(pass, whole, stride, 0)
}
