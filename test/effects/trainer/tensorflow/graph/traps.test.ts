import { expect, it } from "vitest"
import { halves } from "../../../../../src/effects/trainer/network/channels.ts"
import { centredWindow } from "../../../../../src/effects/trainer/network/featureMap.ts"
import { convolutionParameter, depthwiseParameter } from "../../../../../src/effects/trainer/network/parameter.ts"
import type { Traced } from "../../../../../src/effects/trainer/reference/tape.ts"
import { averagePoolOf, convolutionOf, depthwiseOf } from "../../../../../src/effects/trainer/reference/layers.ts"
import { convolution } from "../../../../../src/effects/trainer/tensorflow/graph/convolution.ts"
import { depthwise } from "../../../../../src/effects/trainer/tensorflow/graph/depthwise.ts"
import { type Attributes, integers, T, text, type } from "../../../../../src/effects/trainer/tensorflow/graph/graph.ts"
import type { Pass } from "../../../../../src/effects/trainer/tensorflow/graph/pass.ts"
import { averagePool } from "../../../../../src/effects/trainer/tensorflow/graph/pooling.ts"
import type { FeatureMap } from "../../../../../src/effects/trainer/tensorflow/graph/tape.ts"
import { deviation } from "../../reference/deviation.ts"
import { hashed, hashedParameter } from "../../reference/hashed.ts"
import { type Build, operationAlone } from "../../reference/operationAlone.ts"
import { describeTensorflow, heldSession } from "../session/heldSession.ts"
import { alone, type OperationResult } from "./alone.ts"

const channels = halves(8)
const shape = [2, 8, 12, 12]
const input = hashed("trap", shape)
const valueOf = ({ name, shape }: { readonly name: string; readonly shape: readonly number[] }) => hashedParameter(name, shape).data
const format = { data_format: text("NHWC") }

/** An operation of TensorFlow's with its own gradients, as one would write it who knows of no trap. */
const naive = (
  { graph, tape }: Pass, operation: string, stem: string, from: FeatureMap, kernel: string, kernelShape: readonly number[],
  attributes: Attributes, to: Omit<FeatureMap, "output">
): FeatureMap => {
  const all = { ...T, ...format, ...attributes }
  const output = graph.add(operation, [from.output, kernel], all)
  tape!.onBackward(output, (gradient) => {
    const sizes = graph.add("Shape", [from.output], { ...T, out_type: type("int32") })
    tape!.contribute(from.output, graph.add(`${stem}Input`, [sizes, kernel, gradient], all))
    tape!.contribute(kernel, graph.add(`${stem}Filter`, [from.output, graph.integers([4], kernelShape), gradient], all))
  })
  return { ...to, output }
}

const naiveDepthwise = (kernel: number, dilation: number) => (pass: Pass, from: FeatureMap): FeatureMap =>
  naive(pass, "DepthwiseConv2dNative", "DepthwiseConv2dNativeBackprop", from,
    pass.parameter(depthwiseParameter("depthwise", channels, kernel)), [kernel, kernel, 8, 1],
    { strides: integers(1, 1, 1, 1), dilations: integers(1, dilation, dilation, 1), padding: text("SAME") }, from)

const naiveSame = (pass: Pass, from: FeatureMap): FeatureMap =>
  naive(pass, "Conv2D", "Conv2DBackprop", from, pass.parameter(convolutionParameter("dense", channels, channels, 3)), [3, 3, 8, 8],
    { strides: integers(1, 2, 2, 1), padding: text("SAME") },
    { channels: 8, height: Math.ceil(from.height / 2), width: Math.ceil(from.width / 2) })

const naivePool = ({ graph, tape }: Pass, from: FeatureMap): FeatureMap => {
  const all = { ...T, ...format, ksize: integers(1, 3, 3, 1), strides: integers(1, 2, 2, 1), padding: text("SAME") }
  const output = graph.add("AvgPool", [from.output], all)
  tape!.onBackward(output, (gradient) => {
    const sizes = graph.add("Shape", [from.output], { ...T, out_type: type("int32") })
    tape!.contribute(from.output, graph.add("AvgPoolGrad", [sizes, gradient], all))
  })
  return { ...from, output, height: Math.ceil(from.height / 2), width: Math.ceil(from.width / 2) }
}

/** How far output and gradients are from the reference's. */
const deviations = (found: OperationResult, from: typeof input, build: Build) => {
  const { output, byInput, byParameter } = operationAlone(from, build)
  return {
    output: deviation(found.output.data, output.data),
    byInput: deviation(found.byInput.data, byInput.data),
    byKernel: Math.max(0, ...[...byParameter].map(([name, gradient]) =>
      deviation(found.byParameter.get(name)!, gradient.data)))
  }
}

const worst = ({ output, byInput, byKernel }: ReturnType<typeof deviations>): number => Math.max(output, byInput, byKernel)

describeTensorflow("traps", () => {
  const session = heldSession()

  it.each([3, 5])("TensorFlow's gradients of a dilated depthwise convolution of %i taps are wrong with oneDNN, though its output is right; ours are right", async (kernel) => {
    const expected = (pass: Parameters<typeof depthwiseOf>[0], from: Traced) => depthwiseOf(pass, "depthwise", from, { kernel, dilation: 2 })
    const theirs = deviations(await alone(session(), input, naiveDepthwise(kernel, 2), valueOf), input, expected)
    expect(theirs.output).toBeLessThan(1e-5)
    expect(Math.min(theirs.byInput, theirs.byKernel)).toBeGreaterThan(1e-2)
    // Without dilation the same operations are right: nothing else is amiss with them.
    const dense = deviations(await alone(session(), input, naiveDepthwise(kernel, 1), valueOf), input,
      (pass, from) => depthwiseOf(pass, "depthwise", from, { kernel }))
    expect(worst(dense)).toBeLessThan(1e-5)
    const ours = await alone(session(), input, (pass, from) =>
      depthwise(pass, from, depthwiseParameter("depthwise", channels, kernel), centredWindow(kernel, 1, 2)), valueOf)
    expect(worst(deviations(ours, input, expected))).toBeLessThan(1e-5)
  })

  it("SAME at stride 2 begins a pixel late at even sizes, ours where PyTorch's padding does", async () => {
    for (const [height, width, differs] of [[12, 12, true], [8, 11, true], [11, 9, false]] as const) {
      const from = hashed(`same ${height}`, [2, 8, height, width])
      const expected = (pass: Parameters<typeof depthwiseOf>[0], map: Traced) => convolutionOf(pass, "dense", map, 8, { kernel: 3, stride: 2 })
      const theirs = worst(deviations(await alone(session(), from, naiveSame, valueOf), from, expected))
      if (differs) expect(theirs).toBeGreaterThan(0.1)
      else expect(theirs).toBeLessThan(1e-5)
      const ours = await alone(session(), from, (pass, map) =>
        convolution(pass, map, convolutionParameter("dense", channels, channels, 3), centredWindow(3, 2)), valueOf)
      expect(worst(deviations(ours, from, expected))).toBeLessThan(1e-5)
    }
  })

  it("an average pool of TensorFlow's at stride 2 has its borders elsewhere at even sizes, ours where PyTorch's has", async () => {
    for (const [height, width, differs] of [[12, 12, true], [8, 11, true], [11, 9, false]] as const) {
      const from = hashed(`pool ${height}`, [2, 8, height, width])
      const expected = (pass: Parameters<typeof depthwiseOf>[0], map: Traced) => averagePoolOf(pass, map, { kernel: 3, stride: 2 })
      const theirs = worst(deviations(await alone(session(), from, naivePool, valueOf), from, expected))
      if (differs) expect(theirs).toBeGreaterThan(0.1)
      else expect(theirs).toBeLessThan(1e-5)
      const ours = await alone(session(), from, (pass, map) => averagePool(pass, map, centredWindow(3, 2)), valueOf)
      expect(worst(deviations(ours, from, expected))).toBeLessThan(1e-5)
    }
  })
})
