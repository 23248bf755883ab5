// The process that holds TensorFlow: takes a graph, runs it, and answers each request in turn, until it is left alone.
import { mkdirSync, readSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { graphTag } from "../graph/savedModel.ts"
import { fileError } from "./fileProblem.ts"
import { type Answer, type Feed, type Request, type SessionTask, sharedDescriptor } from "./messages.ts"
import { loadTfjs, type Tensor, type Tfjs } from "./tfjs.ts"

const { packageFolder, folder } = JSON.parse(process.argv[2]!) as SessionTask

/** Nobody is there any more to take the folder away. */
const leave = (): never => {
  rmSync(folder, { recursive: true, force: true })
  return process.exit()
}

const answer = (message: Answer): boolean => process.connected ? process.send!(message, () => {}) : leave()
const fail = (cause: unknown): boolean =>
  answer({ type: "failed", message: cause instanceof Error ? cause.message : String(cause) })

let graph: number | null = null

/** The binding reads a graph from a file of this name alone. False: it could not be made, which is answered. */
const write = (file: string, model: Uint8Array): boolean => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, model, { flag: "wx" })
    return true
  } catch (cause) {
    answer({ type: "unwritten", ...fileError(cause) })
    return false
  }
}

/** The file is gone again once it is read. */
const load = (tf: Tfjs, model: Uint8Array): boolean => {
  const backend = tf.backend()
  if (graph !== null) backend.deleteSavedModel(graph)
  graph = null
  const file = join(folder, "saved_model.pb")
  try {
    if (!write(file, model)) return false
    graph = backend.loadSavedModelMetaGraph(folder, graphTag)
    return true
  } finally {
    rmSync(file, { force: true })
  }
}

const valuesOf = ({ values }: Feed): Int32Array => {
  if (values instanceof Int32Array) return values
  const own = new Int32Array(values.length)
  const read = readSync(sharedDescriptor, own, 0, own.byteLength, values.at)
  if (read < own.byteLength) throw new Error("the shared file is shorter than the batch")
  return own
}

const run = (tf: Tfjs, feeds: readonly Feed[], output: string): Float32Array => {
  if (graph === null) throw new Error("no graph is loaded")
  const inputs: Tensor[] = []
  let results: readonly Tensor[] = []
  try {
    for (const feed of feeds) inputs.push(tf.tensor(valuesOf(feed), feed.shape, "int32"))
    const names = feeds.map(({ name }) => ({ name: `${name}:0`, tfDtype: "DT_INT32" }))
    results = tf.backend().runSavedModel(graph, inputs, names, [`${output}:0`])
    return Float32Array.from(results[0]!.dataSync())
  } finally {
    for (const tensor of [...inputs, ...results]) tensor.dispose()
  }
}

const carryOut = (tf: Tfjs, request: Request): void => {
  try {
    const values = request.type === "run" ? run(tf, request.feeds, request.output) : new Float32Array(0)
    if (request.type === "load" && !load(tf, request.model)) return
    const backend = tf.backend()
    const tensors = Math.max(tf.memory().numTensors, backend.binding.getNumOfTensors())
    const held = { tensors, graphs: backend.getNumOfSavedModels() }
    answer({ type: "done", values, held })
  } catch (cause) {
    fail(cause)
  }
}

// Signals are for the process that asks: it ends this one in its own time, and this one ends by itself where it is gone.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {})
process.on("disconnect", leave)
// It may be gone before this was told.
if (!process.connected) leave()
// The package calls deprecated functions of Node; its users can do nothing about it.
process.noDeprecation = true
try {
  const tf = loadTfjs(packageFolder)
  const { binding, isUsingGpuDevice } = tf.backend()
  process.on("message", (request: Request) => carryOut(tf, request))
  answer({ type: "ready", version: binding.TF_Version, gpu: isUsingGpuDevice })
} catch (cause) {
  fail(cause)
}
