// Says in JSON what the package's own operations do; its only argument is the package's folder.
import { loadTfjs } from "../../../../../src/effects/trainer/tensorflow/session/tfjs.ts"

interface Values {
  readonly dataSync: () => ArrayLike<number>
}

/** As much of the package as is tried here. */
interface Package {
  readonly ones: (shape: readonly number[]) => Values
  readonly tensor: (values: Int32Array) => Values
  readonly depthwiseConv2d: (x: Values, kernel: Values, strides: number, pad: "same", format: "NHWC", dilations: number) => Values
  readonly avgPool: (x: Values, size: number, strides: number, pad: "same") => Values
  readonly grad: (f: (x: Values) => Values) => (x: Values) => Values
  readonly setBackend: (name: string) => Promise<boolean>
}

const tf = loadTfjs(process.argv[2]!) as unknown as Package

const cornerOfPoolGradient = (): number => tf.grad((x) => tf.avgPool(x, 3, 1, "same"))(tf.ones([1, 5, 5, 1])).dataSync()[0]!

const dilatedGradient = (): string => {
  try {
    tf.grad((x) => tf.depthwiseConv2d(x, tf.ones([3, 3, 2, 1]), 1, "same", "NHWC", 2))(tf.ones([1, 6, 6, 2])).dataSync()
    return "none of these: it has one"
  } catch (cause) {
    return String(cause)
  }
}

const late = (): readonly number[] => {
  const array = Int32Array.of(1, 2)
  const tensor = tf.tensor(array)
  array[0] = 9
  return Array.from(tensor.dataSync())
}

const says: Record<string, unknown> = {
  "dilated depthwise gradient": dilatedGradient(),
  "average pool gradient, TensorFlow, corner": cornerOfPoolGradient(),
  "a tensor whose array changed before it was read": late()
}
await tf.setBackend("cpu")
says["average pool gradient, cpu backend, corner"] = cornerOfPoolGradient()
console.log(JSON.stringify(says))
