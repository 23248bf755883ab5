import { afterEach, describe, expect, it, vi } from "vitest"
import { sessionConfiguration } from "../../../../../src/effects/trainer/tensorflow/session/sessionConfiguration.ts"
import { sessionEnvironment } from "../../../../../src/effects/trainer/tensorflow/session/environment.ts"
import { openTensorflowTrainer } from "../../../../../src/effects/trainer/tensorflow/tensorflowTrainer.ts"
import { withTrainerOf } from "../../superNetwork/smallTrainer.ts"
import { search } from "../../superNetwork/trainerBehaviour.ts"
import { describeTensorflow } from "./heldSession.ts"

/** Asks for other kernels, other sums and other graphs. */
const hostile = {
  TF_ENABLE_ONEDNN_OPTS: "0", ONEDNN_MAX_CPU_ISA: "AVX2", DNNL_MAX_CPU_ISA: "SSE41", ONEDNN_DEFAULT_FPMATH_MODE: "BF16",
  TF_XLA_FLAGS: "--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit", XLA_FLAGS: "--xla_cpu_enable_fast_math=true",
  MKL_NUM_THREADS: "1", OMP_NUM_THREADS: "1", KMP_AFFINITY: "none", TF_NUM_INTRAOP_THREADS: "1"
}

describe("what TensorFlow is told before it is loaded", () => {
  afterEach(() => void vi.unstubAllEnvs())

  it("computes with as many threads as asked for, on the processor alone", () => {
    expect(sessionEnvironment({ device: { type: "cpu" }, threads: 3 })).toMatchObject({
      TF_NUM_INTRAOP_THREADS: "3", TF_NUM_INTEROP_THREADS: "3", CUDA_VISIBLE_DEVICES: "-1",
      PVLL_TENSORFLOW_SESSION: Buffer.from(sessionConfiguration({ type: "cpu" })).toString("hex")
    })
  })

  it("takes a GPU's memory as it is needed", () => {
    vi.stubEnv("CUDA_VISIBLE_DEVICES", undefined)
    expect(sessionEnvironment({ device: { type: "gpu", number: 1 }, threads: 2 })).toMatchObject({
      TF_FORCE_GPU_ALLOW_GROWTH: "true", CUDA_VISIBLE_DEVICES: "1"
    })
  })

  it("leaves TensorFlow's own messages as the user wants them", () => {
    vi.stubEnv("TF_CPP_MIN_LOG_LEVEL", undefined)
    expect(sessionEnvironment({ device: { type: "cpu" }, threads: 1 })["TF_CPP_MIN_LOG_LEVEL"]).toBe("1")
    vi.stubEnv("TF_CPP_MIN_LOG_LEVEL", "0")
    expect(sessionEnvironment({ device: { type: "cpu" }, threads: 1 })["TF_CPP_MIN_LOG_LEVEL"]).toBe("0")
  })

  it("is nothing of the user's that results depend on, and all else", () => {
    const settings = { device: { type: "cpu" }, threads: 2 } as const
    const { PATH, ...ours } = sessionEnvironment(settings, { ...hostile, PATH: "/bin" })
    expect(PATH).toBe("/bin")
    expect(ours).toEqual(sessionEnvironment(settings, {}))
    expect(ours).toMatchObject({ TF_ENABLE_ONEDNN_OPTS: "1" })
    expect(ours).not.toHaveProperty("ONEDNN_MAX_CPU_ISA")
  })

  it("is float32 on a GPU too, unless the user wants TF32", () => {
    const gpu = { device: { type: "gpu", number: 0 }, threads: 2 } as const
    expect(sessionEnvironment(gpu, {})["NVIDIA_TF32_OVERRIDE"]).toBe("0")
    expect(sessionEnvironment(gpu, { NVIDIA_TF32_OVERRIDE: "1" })["NVIDIA_TF32_OVERRIDE"]).toBe("1")
  })

  it("counts GPUs as nvidia-smi does, but those of a list of the user's as that list means it", () => {
    const gpu = { device: { type: "gpu", number: 0 }, threads: 2 } as const
    expect(sessionEnvironment(gpu, {})).toMatchObject({ CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: "0" })
    const listed = sessionEnvironment(gpu, { CUDA_VISIBLE_DEVICES: "1" })
    expect(listed["CUDA_VISIBLE_DEVICES"]).toBe("1")
    expect(listed).not.toHaveProperty("CUDA_DEVICE_ORDER")
    expect(sessionEnvironment(gpu, { CUDA_VISIBLE_DEVICES: "1", CUDA_DEVICE_ORDER: "FASTEST_FIRST" })["CUDA_DEVICE_ORDER"])
      .toBe("FASTEST_FIRST")
  })

  describeTensorflow("and so", () => {
    const withTrainer = withTrainerOf((request) => openTensorflowTrainer({ ...request, threads: 2, device: { type: "cpu" } }))
    const losses = () => withTrainer((trainer) => search(trainer, 1, 2))

    it("an environment that asks for other kernels gives the same losses", async () => {
      for (const name of Object.keys(hostile)) vi.stubEnv(name, undefined)
      const expected = await losses()
      for (const [name, value] of Object.entries(hostile)) vi.stubEnv(name, value)
      expect(await losses()).toEqual(expected)
    })
  })
})
