import type { Network } from "../../network/network.ts"
import { boolean, integer, type Output, outputOf, T, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"

/** What the classifier says of a batch. */
export interface Verdict {
  /** `[2, images]`: the cross-entropy of each image, and 1 where it is classified rightly */
  readonly results: Output
}

const reduction = { ...T, Tidx: type("int32"), keep_dims: boolean(false) }

/** Global average pooling: `[images, channels]`. */
const globalAverage = ({ graph, tape }: Pass, { output: input, height, width, channels }: FeatureMap): Output => {
  const output = graph.add("Mean", [input, graph.integers([2], [1, 2])], reduction)
  tape?.onBackward(output, (gradient) => {
    const each = graph.add("Mul", [gradient, graph.floats([], [1 / (height * width)])], T)
    const apart = graph.add("Reshape", [each, graph.integers([4], [-1, 1, 1, channels])], T)
    const sizes = graph.add("Shape", [input], { ...T, out_type: type("int32") })
    tape.contribute(input, graph.add("BroadcastTo", [apart, sizes], { ...T, Tidx: type("int32") }))
  })
  return output
}

/** `[images, channels]` times weights `[classes, channels]`, plus bias. */
const linear = ({ graph, tape, parameter }: Pass, input: Output, { weight, bias }: Network["classifier"]): Output => {
  const weights = parameter(weight)
  const biases = parameter(bias)
  const product = (a: Output, b: Output, transposeA: boolean, transposeB: boolean): Output =>
    graph.add("MatMul", [a, b], { ...T, transpose_a: boolean(transposeA), transpose_b: boolean(transposeB) })
  const output = graph.add("BiasAdd", [product(input, weights, false, true), biases], T)
  tape?.onBackward(output, (gradient) => {
    tape.contribute(input, product(gradient, weights, false, false))
    tape.contribute(weights, product(gradient, input, true, false))
    tape.contribute(biases, graph.add("Sum", [gradient, graph.integers([1], [0])], reduction))
  })
  return output
}

/** Softmax cross-entropy of the labels, int32 `[images]`. The gradient is that of the mean over the images. */
export const classify = (pass: Pass, input: FeatureMap, network: Network, labels: Output): Verdict => {
  const { graph, tape } = pass
  const logits = linear(pass, globalAverage(pass, input), network.classifier)
  const losses = graph.add("SparseSoftmaxCrossEntropyWithLogits", [logits, labels], { ...T, Tlabels: type("int32") })
  const chosen = graph.add("ArgMax", [logits, graph.integers([], [1])], {
    ...T, Tidx: type("int32"), output_type: type("int32")
  })
  // Compared as floats: integers of 32 bits are compared on the host alone, which a GPU would have to wait for.
  const asFloat = (numbers: Output): Output => graph.add("Cast", [numbers], { SrcT: type("int32"), DstT: type("float") })
  const isRight = graph.add("Equal", [asFloat(chosen), asFloat(labels)], T)
  const right = graph.add("Cast", [isRight], { SrcT: type("boolean"), DstT: type("float") })
  if (tape !== null) {
    // The number of images is known on the host without a look at the labels.
    const sizes = graph.add("Shape", [logits], { ...T, out_type: type("int32") })
    const bounds = [graph.integers([1], [0]), graph.integers([1], [1])]
    const images = graph.add("Slice", [sizes, ...bounds], { T: type("int32"), Index: type("int32") })
    tape.contribute(logits, graph.add("RealDiv", [outputOf(losses, 1), asFloat(images)], T))
  }
  return { results: graph.add("Pack", [losses, right], { ...T, N: integer(2), axis: integer(0) }) }
}
