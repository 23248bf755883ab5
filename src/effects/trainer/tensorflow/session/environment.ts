import type { Device } from "../device.ts"
import { visibleName } from "../gpus.ts"
import { sessionConfiguration } from "./sessionConfiguration.ts"

/** What TensorFlow is told before it is loaded: the binding has no other way to tell it. */
export interface SessionSettings {
  readonly device: Device
  /** threads that one operation computes with, and operations that run at the same time */
  readonly threads: number
}

/**
 * Variables by which TensorFlow and the libraries below it are told to compute otherwise: with them set the same log would
 * get other numbers. Those of TensorFlow's own messages (TF_CPP_...) change none.
 */
const computesOtherwise = /^(?:TF_(?!CPP_)|TF2_|XLA_|ONEDNN_|DNNL_|MKL_|OMP_|GOMP_|KMP_)/u

type Variables = Readonly<Record<string, string>>

/** The environment of TensorFlow's process: the user's, but for what results depend on, which is always the same. */
export const sessionEnvironment = ({ device, threads }: SessionSettings, user: NodeJS.ProcessEnv = process.env): Variables => ({
  ...Object.fromEntries(Object.entries(user).flatMap(([name, value]) =>
    (value === undefined || computesOtherwise.test(name) ? [] : [[name, value]]))),
  // On whatever the processor: else TensorFlow chooses by a list of its own of what each one can do.
  TF_ENABLE_ONEDNN_OPTS: "1",
  TF_NUM_INTRAOP_THREADS: `${threads}`,
  TF_NUM_INTEROP_THREADS: `${threads}`,
  // A GPU is shared with others: its memory is taken as it is needed, not all at once.
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  // From Ampere on cuBLAS and cuDNN round float32 products to 10 bits (TF32), three decimal digits, unless they are told
  // not to: all engines compute in float32. Who wants the speed asks for it with 1.
  NVIDIA_TF32_OVERRIDE: user["NVIDIA_TF32_OVERRIDE"] ?? "0",
  // The numbers of --device are those of nvidia-smi. Those of a list of the user's count in the order that goes with it.
  ...(user["CUDA_VISIBLE_DEVICES"] === undefined ? { CUDA_DEVICE_ORDER: "PCI_BUS_ID" } : {}),
  CUDA_VISIBLE_DEVICES: device.type === "gpu" ? visibleName(device.number, user["CUDA_VISIBLE_DEVICES"]) : "-1",
  TF_CPP_MIN_LOG_LEVEL: user["TF_CPP_MIN_LOG_LEVEL"] ?? "1",
  PVLL_TENSORFLOW_SESSION: Buffer.from(sessionConfiguration(device)).toString("hex")
})
