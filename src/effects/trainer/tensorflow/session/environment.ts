import Pbf from "pbf"
import type { Device } from "../device.ts"
import { visibleName } from "../gpus.ts"

/** What TensorFlow is told before it is loaded: the binding has no other way to tell it. */
export interface SessionSettings {
  readonly device: Device
  /** threads that one operation computes with, and operations that run at the same time */
  readonly threads: number
}

/**
 * tensorflow.ConfigProto (config.proto): operations without a form for the GPU run on the processor
 * (`allow_soft_placement`); the graph is run as it is written (`disable_meta_optimizer`): the optimiser takes some two
 * seconds for each new architecture and gains nothing measurable here.
 */
export const sessionConfiguration = (): Uint8Array => {
  const pbf = new Pbf()
  pbf.writeBooleanField(7, true)
  pbf.writeMessage(10, (off: boolean, graphOptions) => {
    graphOptions.writeMessage(10, (value: boolean, rewriter) => rewriter.writeBooleanField(19, value), off)
  }, true)
  return pbf.finish()
}

/** Environment variables, before the library is loaded; what the user set for TensorFlow's own messages stays. */
export const sessionEnvironment = ({ device, threads }: SessionSettings): Readonly<Record<string, string>> => ({
  TF_NUM_INTRAOP_THREADS: `${threads}`,
  TF_NUM_INTEROP_THREADS: `${threads}`,
  // A GPU is shared with others: its memory is taken as it is needed, not all at once.
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  CUDA_DEVICE_ORDER: "PCI_BUS_ID",
  CUDA_VISIBLE_DEVICES: device.type === "gpu" ? visibleName(device.number) : "-1",
  TF_CPP_MIN_LOG_LEVEL: process.env["TF_CPP_MIN_LOG_LEVEL"] ?? "1",
  PVLL_TENSORFLOW_SESSION: Buffer.from(sessionConfiguration()).toString("hex")
})
