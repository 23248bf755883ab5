import type { Window } from "../../../src/effects/trainer/network/featureMap.ts"
import type { Parameter } from "../../../src/effects/trainer/network/parameter.ts"
import type { Normalisation, Unit } from "../../../src/effects/trainer/network/unit.ts"
import type { Tensor, Tfjs } from "./tfjs.ts"

/** A run through the network: `weight` gives a parameter in TensorFlow's layout. */
export interface Pass {
  readonly tf: Tfjs
  readonly weight: (parameter: Parameter) => Tensor
  /** of the batch, or running ones, which are as they began: training keeps none in our default */
  readonly statistics: "batch" | "running"
}

const epsilon = 1e-5

/**
 * Padding as in our networks: what the package calls "same" at stride 1, and written out at stride 2, where its "same"
 * puts the odd row elsewhere.
 */
const bordered = (
  { tf }: Pass, x: Tensor, { stride, padding }: Window, value: number
): readonly [Tensor, "same" | "valid"] =>
  stride === 1 || padding === 0
    ? [x, stride === 1 ? "same" : "valid"]
    : [tf.pad(x, [[0, 0], [padding, padding], [padding, padding], [0, 0]], value), "valid"]

/** The package has no gradient of a dilated convolution: a kernel with zeros between its taps stands for it. */
const inflated = (tf: Tfjs, kernel: Tensor, dilation: number): Tensor => {
  if (dilation === 1) return kernel
  const [taps, , channels] = kernel.shape as [number, number, number]
  const size = dilation * (taps - 1) + 1
  const apart = tf.reshape(kernel, [taps, 1, taps, channels])
  const gaps = [0, dilation - 1]
  const long = taps * dilation
  const rows = tf.reshape(tf.pad(apart, [[0, 0], gaps, [0, 0], [0, 0]]), [long, taps, 1, channels])
  const all = tf.reshape(tf.pad(rows, [[0, 0], [0, 0], gaps, [0, 0]]), [long, long, channels, 1])
  return tf.slice(all, [0, 0, 0, 0], [size, size, channels, 1])
}

const convolved = (pass: Pass, x: Tensor, parameter: Parameter, window: Window): Tensor => {
  const [map, padding] = bordered(pass, x, window, 0)
  return pass.tf.conv2d(map, pass.weight(parameter), window.stride, padding)
}

const depthwise = (pass: Pass, x: Tensor, parameter: Parameter, window: Window): Tensor => {
  const [map, padding] = bordered(pass, x, window, 0)
  const kernel = inflated(pass.tf, pass.weight(parameter), window.dilation)
  return pass.tf.depthwiseConv2d(map, kernel, window.stride, padding)
}

/** Two 1x1 convolutions at stride 2, the second one pixel off; the maps of the work have even sizes. */
const factorised = (pass: Pass, x: Tensor, { pointwise: [even, odd] }: Unit): Tensor => {
  const { tf, weight } = pass
  const [images, height, width, channels] = x.shape as [number, number, number, number]
  const off = tf.slice(x, [0, 1, 1, 0], [images, height - 1, width - 1, channels])
  return tf.concat([tf.conv2d(x, weight(even!), 2, "valid"), tf.conv2d(off, weight(odd!), 2, "valid")], 3)
}

const maxPool = (pass: Pass, x: Tensor, window: Window): Tensor => {
  const [map, padding] = bordered(pass, x, window, -3e38)
  return pass.tf.maxPool(map, window.kernel, window.stride, padding)
}

/** The mean of the pixels inside the map: at stride 2, where zeros are counted, divided by the share that is inside. */
const averagePool = (pass: Pass, x: Tensor, window: Window): Tensor => {
  const { tf } = pass
  const { kernel, stride } = window
  const [map, padding] = bordered(pass, x, window, 0)
  const means = tf.avgPool(map, kernel, stride, padding)
  if (map === x) return means
  const [, height, width] = x.shape as [number, number, number]
  const [inside] = bordered(pass, tf.ones([1, height, width, 1]), window, 0)
  return tf.div(means, tf.avgPool(inside, kernel, stride, padding))
}

/** Single operations: faster here than the package's `batchNorm`, whose gradient is made of more of them. */
const normalised = (
  { tf, weight, statistics }: Pass, x: Tensor, { affine, channels: { logical } }: Normalisation
): Tensor => {
  const { mean, variance } = statistics === "batch"
    ? tf.moments(x, [0, 1, 2])
    : { mean: tf.zeros([logical]), variance: tf.ones([logical]) }
  const output = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)))
  return affine === null ? output : tf.add(tf.mul(output, weight(affine.gamma)), weight(affine.beta))
}

const onePixel: Window = { kernel: 1, dilation: 1, stride: 1, padding: 0 }

const worked = (pass: Pass, x: Tensor, unit: Unit): Tensor => {
  const { kind, window, pointwise: [first] } = unit
  switch (kind) {
    case "separable": return convolved(pass, depthwise(pass, x, unit.depthwise!, window), first!, onePixel)
    case "pointwise":
    case "dense": return convolved(pass, x, first!, window)
    case "factorised": return factorised(pass, x, unit)
    case "maxPool": return maxPool(pass, x, window)
    case "averagePool": return averagePool(pass, x, window)
  }
}

/** [ReLU], a convolution or pool, [batch normalisation]. */
export const applyUnit = (pass: Pass, x: Tensor, unit: Unit): Tensor => {
  const output = worked(pass, unit.relu ? pass.tf.relu(x) : x, unit)
  return unit.normalisation === null ? output : normalised(pass, output, unit.normalisation)
}
