import { centredWindow, type Window } from "../../network/featureMap.ts"
import type { Parameter } from "../../network/parameter.ts"
import { type Attributes, type Output, T, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import { firstPhase, joinedPhases, phases } from "./phases.ts"
import type { FeatureMap } from "./tape.ts"
import { format, paddingAttributes, strides } from "./window.ts"

interface Kernel {
  readonly output: Output
  /** `[height, width, inputs, outputs or 1]` */
  readonly shape: readonly number[]
}

/** A convolution and its two gradients, by the names of TensorFlow's operations. */
const convolved = (
  { graph, tape }: Pass, operation: "Conv2D" | "DepthwiseConv2dNative", input: FeatureMap, kernel: Kernel,
  channels: number, { stride, padding }: Pick<Window, "stride" | "padding">
): FeatureMap => {
  const attributes: Attributes = { ...T, ...strides(stride), ...paddingAttributes(padding), ...format }
  const output = graph.add(operation, [input.output, kernel.output], attributes)
  tape?.onBackward(output, (gradient) => {
    const inputSizes = graph.add("Shape", [input.output], { ...T, out_type: type("int32") })
    const kernelSizes = graph.integers([4], kernel.shape)
    const stem = operation === "Conv2D" ? "Conv2DBackprop" : "DepthwiseConv2dNativeBackprop"
    tape.contribute(input.output, graph.add(`${stem}Input`, [inputSizes, kernel.output, gradient], attributes))
    tape.contribute(kernel.output, graph.add(`${stem}Filter`, [input.output, kernelSizes, gradient], attributes))
  })
  const size = (length: number): number => Math.ceil(length / stride)
  return { output, height: size(input.height), width: size(input.width), channels }
}

/** Each output channel reads all input channels. The window is centred, or of one pixel. */
export const convolution = (pass: Pass, input: FeatureMap, weights: Parameter, window: Window): FeatureMap => {
  const [outputs, inputs, height, width] = weights.shape as [number, number, number, number]
  const kernel = { output: pass.parameter(weights), shape: [height, width, inputs, outputs] }
  return convolved(pass, "Conv2D", input, kernel, outputs, window)
}

/** Each channel by itself, its taps without gaps. */
const depthwiseConvolution = (pass: Pass, input: FeatureMap, weights: Parameter, window: Window): FeatureMap => {
  const [channels, , taps] = weights.shape as [number, number, number, number]
  const kernel = { output: pass.parameter(weights), shape: [taps, taps, channels, 1] }
  return convolved(pass, "DepthwiseConv2dNative", input, kernel, channels, window)
}

/**
 * Each channel by itself. TensorFlow's own dilation is never used: with oneDNN, the gradients of a dilated depthwise
 * convolution are silently wrong. Taps that lie d pixels apart read one of the d x d phases of the map alone, so that a
 * convolution without gaps over each phase gives the same numbers, and right gradients.
 */
export const depthwise = (pass: Pass, input: FeatureMap, weights: Parameter, window: Window): FeatureMap => {
  const { kernel, stride, dilation } = window
  if (dilation === 1) return depthwiseConvolution(pass, input, weights, window)
  const dense = centredWindow(kernel, 1)
  if (stride === dilation) return depthwiseConvolution(pass, firstPhase(pass, input, stride), weights, dense)
  const output = depthwiseConvolution(pass, phases(pass, input, dilation), weights, dense)
  const whole = joinedPhases(pass, output, dilation, input)
  return stride === 1 ? whole : firstPhase(pass, whole, stride)
}
