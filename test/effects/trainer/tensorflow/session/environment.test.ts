import Pbf from "pbf"
import { afterEach, describe, expect, it, vi } from "vitest"
import { sessionConfiguration, sessionEnvironment } from "../../../../../src/effects/trainer/tensorflow/session/environment.ts"

type Fields = ReadonlyMap<number, number | Fields>

/** The numbers of a message by field; `messages` says which fields are messages themselves. */
const fieldsOf = (bytes: Uint8Array, messages: readonly number[]): Fields => {
  const fields = new Map<number, number | Fields>()
  const pbf = new Pbf(bytes)
  pbf.readFields((tag) => {
    fields.set(tag, messages.includes(tag) ? fieldsOf(pbf.readBytes(), messages) : pbf.readVarint())
  }, null)
  return fields
}

describe("what TensorFlow is told before it is loaded", () => {
  afterEach(() => void vi.unstubAllEnvs())

  it("places operations softly and runs graphs as they are written (numbers of config.proto and rewriter_config.proto)", () => {
    // ConfigProto: 7 allow_soft_placement, 10 graph_options; GraphOptions: 10 rewrite_options; RewriterConfig: 19 disable_meta_optimizer
    expect(fieldsOf(sessionConfiguration(), [10])).toEqual(new Map<number, number | Fields>([
      [7, 1], [10, new Map<number, number | Fields>([[10, new Map([[19, 1]])]])]
    ]))
  })

  it("computes with as many threads as asked for, on the processor alone", () => {
    expect(sessionEnvironment({ device: { type: "cpu" }, threads: 3 })).toMatchObject({
      TF_NUM_INTRAOP_THREADS: "3", TF_NUM_INTEROP_THREADS: "3", CUDA_VISIBLE_DEVICES: "-1",
      PVLL_TENSORFLOW_SESSION: Buffer.from(sessionConfiguration()).toString("hex")
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
})
