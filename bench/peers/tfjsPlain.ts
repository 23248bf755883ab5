import * as E from "fp-ts/lib/Either.js"
import { createInterface } from "node:readline"
import { paperConfiguration } from "../../src/core/search/configuration.ts"
import { batchImageFloats, writeBatch } from "../../src/effects/data/writeBatch.ts"
import { initialValues } from "../../src/effects/trainer/network/initialValues.ts"
import { networkOf, parameterCount } from "../../src/effects/trainer/network/network.ts"
import { type Parameter, sizeOf } from "../../src/effects/trainer/network/parameter.ts"
import { layoutShape, writeLayout } from "../../src/effects/trainer/tensorflow/graph/layout.ts"
import type { Draw } from "../engine/architectures.ts"
import { randomBatch } from "../engine/ours.ts"
import { work } from "../engine/work.ts"
import { lossOf, sampledParameters } from "./tfjsPlain/network.ts"
import { loadPlain, type Tensor } from "./tfjsPlain/tfjs.ts"

/**
 * The super-network's training step in operations of the package, as its users write them, on the weights and the batch
 * that ours has. Reads one JSON document a line from standard input, answers one a line: first {packageFolder}, answered by
 * {"ready": true}; then {"train": draw} and {"validate": draw, "statistics"}, answered by {"seconds", "loss"};
 * {"reset": true}: back to the initial weights; {"eager": n}, answered by {"seconds"} of so many smallest operations,
 * {"peak": true} by {"mebibytes"} and {"count": true} by {"parameters"}. Ends with its input.
 */
const answer = (document: unknown): boolean => process.stdout.write(`${JSON.stringify(document)}\n`)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
process.noDeprecation = true

const tf = loadPlain(JSON.parse((await lines.next()).value!).packageFolder)
const built = networkOf(work)
if (E.isLeft(built)) throw new Error(built.left)
const network = built.right
const { learningRate, momentum, weightDecay, gradientClip } = paperConfiguration.training

interface Weight {
  value: Tensor
  momentum: Tensor
}

const weights = new Map<string, Weight>()
const reset = (): void => {
  const initial = initialValues(network, 1)
  for (const parameter of network.parameters) {
    const values = new Float32Array(sizeOf(parameter))
    writeLayout(parameter, initial.get(parameter.name)!, values, 0)
    const before = weights.get(parameter.name)
    before?.value.dispose()
    before?.momentum.dispose()
    const shape = layoutShape(parameter)
    weights.set(parameter.name, { value: tf.keep(tf.tensor(values, shape)), momentum: tf.keep(tf.zeros(shape)) })
  }
}
reset()

const batch = randomBatch()
const pixels = new Float32Array(work.batch * batchImageFloats(work.image, "channels-last"))
const labels = new Int32Array(work.batch)
const fed = (): readonly [Tensor, Tensor] => {
  writeBatch(batch.source, batch.images, batch.augmentations, pixels, labels, "channels-last")
  const { height, width, channels } = work.image
  return [tf.tensor(pixels, [work.batch, height, width, channels]), tf.tensor(labels, [work.batch], "int32")]
}

/** SGD with momentum on gradients that are clipped to a norm over all of them, then decayed: PyTorch's order. */
const descend = (parameters: readonly Parameter[], gradients: readonly (Tensor | undefined)[]): void => {
  const known = gradients.map((gradient, i) => gradient ?? tf.zeros(layoutShape(parameters[i]!)))
  const norm = tf.sqrt(tf.addN(known.map((gradient) => tf.sum(tf.square(gradient)))))
  const factor = tf.minimum(1, tf.div(gradientClip, tf.add(norm, 1e-6)))
  parameters.forEach(({ name }, i) => {
    const own = weights.get(name)!
    const gradient = tf.add(tf.mul(known[i]!, factor), tf.mul(own.value, weightDecay))
    const moving = tf.keep(tf.add(tf.mul(own.momentum, momentum), gradient))
    const value = tf.keep(tf.sub(own.value, tf.mul(moving, learningRate)))
    own.momentum.dispose()
    own.value.dispose()
    weights.set(name, { value, momentum: moving })
  })
}

const train = (draw: Draw): number => tf.tidy(() => {
  const parameters = sampledParameters(network, draw)
  const [images, classes] = fed()
  const { value, grads } = tf.valueAndGrads((...own) => {
    const given = new Map(parameters.map(({ name }, i) => [name, own[i]!]))
    return lossOf({ tf, weight: ({ name }) => given.get(name)!, statistics: "batch" }, network, draw, images, classes)
  })(parameters.map(({ name }) => weights.get(name)!.value))
  descend(parameters, grads)
  return value.dataSync()[0]!
})

const validate = (draw: Draw, statistics: "batch" | "running"): number => tf.tidy(() => {
  const [images, classes] = fed()
  const pass = { tf, weight: ({ name }: Parameter) => weights.get(name)!.value, statistics }
  return lossOf(pass, network, draw, images, classes).dataSync()[0]!
})

/** The package's way to one operation of TensorFlow, the shortest there is. */
const eager = (count: number): number => tf.tidy(() => {
  const backend = tf.backend()
  let x = tf.ones([1])
  for (let i = 0; i < count; i++) x = backend.executeSingleInput("Relu", x)
  return x.dataSync()[0]!
})

const timed = (what: () => number): unknown => {
  const start = performance.now()
  const loss = what()
  return { seconds: (performance.now() - start) / 1000, loss }
}

const answerTo = (request: Record<string, any>): unknown => {
  if ("reset" in request) {
    reset()
    return {}
  }
  if ("eager" in request) return timed(() => eager(request["eager"]))
  if ("peak" in request) return { mebibytes: process.resourceUsage().maxRSS / 1024 }
  if ("count" in request) return { parameters: parameterCount(network) }
  return "train" in request
    ? timed(() => train(request["train"]))
    : timed(() => validate(request["validate"], request["statistics"]))
}

answer({ ready: true })
for await (const line of lines) answer(answerTo(JSON.parse(line)))
