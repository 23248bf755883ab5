import * as Effect from "effect/Effect"
import type { Computing, GoingOn, ImageEngine } from "../ImageEngine.ts"
import { TrainerError } from "../Trainer.ts"
import { type Device, deviceText, parseDevice } from "./device.ts"
import { platformOf, tensorflowIdentity } from "./tensorflowIdentity.ts"

/** The processor, unless a GPU is asked for: it is deterministic. */
const deviceOf = ({ device }: Computing): Device => parseDevice(device ?? "cpu") ?? { type: "cpu" }

const identity = Effect.fnUntraced(function*(computing: Computing) {
  const { presentPlatform } = yield* Effect.promise(() => import("./presentPlatform.ts"))
  const { gpuObjection } = yield* Effect.promise(() => import("./gpus.ts"))
  const device = deviceOf(computing)
  const platform = presentPlatform(device, computing.threads)
  if (typeof platform === "string") return yield* new TrainerError({ message: platform })
  const objection = device.type === "gpu" ? yield* Effect.promise(() => gpuObjection(device.number)) : null
  if (objection !== null) return yield* new TrainerError({ message: objection })
  return tensorflowIdentity(platform)
})

const threadsOption = (threads: number | undefined): readonly string[] =>
  threads === undefined ? [] : [`--threads ${threads}`]

/** A log of the processor fixes the thread count too; one of a GPU goes on on any GPU. */
const goingOn: ImageEngine["goingOn"] = (logged, { device, threads }, remembered): GoingOn => {
  const platform = platformOf(logged)
  if (platform === null) return { computing: { device, threads }, others: [] }
  const type = device === undefined ? platform.device : deviceOf({ device }).type
  if (type !== platform.device) {
    return { computing: { device, threads }, others: [`--device ${device}`, ...threadsOption(threads)] }
  }
  if (platform.device === "gpu") {
    const last = remembered === undefined || parseDevice(remembered)?.type !== "gpu" ? "gpu:0" : remembered
    return { computing: { device: device ?? last, threads }, others: [] }
  }
  return {
    computing: { device: "cpu", threads: threads ?? platform.threads },
    others: threads === platform.threads ? [] : threadsOption(threads)
  }
}

/** TensorFlow, on the processor or a GPU. What it measures depends on the device, and on the processor on the threads. */
export const tensorflow: ImageEngine & { readonly name: "tensorflow" } = {
  name: "tensorflow",
  summary: "TensorFlow",
  devices: {
    forms: "cpu|gpu[:N]",
    parse: (text) => {
      const device = parseDevice(text)
      return device === null ? null : deviceText(device)
    }
  },
  anyThreads: false,
  // Each search has a process and gigabytes of its own, and its results depend on its threads: shared out among as many
  // searches as happen to be left, they would differ from run to run. One search also keeps a GPU busy.
  concurrent: false,
  identity,
  goingOn,
  open: Effect.fnUntraced(function*(request, computing) {
    const { openTensorflowTrainer } = yield* Effect.promise(() => import("./tensorflowTrainer.ts"))
    return yield* openTensorflowTrainer({ ...request, device: deviceOf(computing), threads: computing.threads })
  }),
  findings: async (embedded) => (await import("../../doctor/tensorflow.ts")).tensorflowFindings(embedded)
}
