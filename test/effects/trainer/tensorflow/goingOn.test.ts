import { describe, expect, test } from "vitest"
import { tensorflow } from "../../../../src/effects/trainer/tensorflow/tensorflow.ts"
import { tensorflowIdentity } from "../../../../src/effects/trainer/tensorflow/tensorflowIdentity.ts"

const onCpu = tensorflowIdentity({ device: "cpu", library: "2.21.0", instructions: "avx512", threads: 2 })
const onGpu = tensorflowIdentity({ device: "gpu", library: "2.21.0" })

describe("a log of the processor", () => {
  test("goes on with its threads, whatever the machine has", () => {
    for (const asked of [{}, { threads: 2 }, { device: "cpu" }, { device: "cpu", threads: 2 }]) {
      expect(tensorflow.goingOn(onCpu, asked, undefined)).toEqual({ computing: { device: "cpu", threads: 2 }, others: [] })
    }
    expect(tensorflow.goingOn(onCpu, {}, "gpu:1").computing).toEqual({ device: "cpu", threads: 2 })
  })

  test("becomes another one with other threads, or on a GPU", () => {
    expect(tensorflow.goingOn(onCpu, { threads: 4 }, undefined)).toEqual({ computing: { device: "cpu", threads: 4 }, others: ["--threads 4"] })
    expect(tensorflow.goingOn(onCpu, { device: "gpu:0" }, undefined).others).toEqual(["--device gpu:0"])
    expect(tensorflow.goingOn(onCpu, { device: "gpu:0", threads: 2 }, undefined).others).toEqual(["--device gpu:0", "--threads 2"])
  })
})

describe("a log of a GPU", () => {
  test("goes on on any GPU: the one that is asked for, the last one, or the first one", () => {
    expect(tensorflow.goingOn(onGpu, { device: "gpu:3" }, "gpu:1")).toEqual({ computing: { device: "gpu:3", threads: undefined }, others: [] })
    expect(tensorflow.goingOn(onGpu, {}, "gpu:1").computing.device).toBe("gpu:1")
    for (const remembered of [undefined, "cpu", "nonsense"]) {
      expect(tensorflow.goingOn(onGpu, {}, remembered).computing.device).toBe("gpu:0")
    }
    expect(tensorflow.goingOn(onGpu, { threads: 4 }, undefined).others).toEqual([])
  })

  test("becomes another one on the processor", () => {
    expect(tensorflow.goingOn(onGpu, { device: "cpu" }, "gpu:1")).toEqual({ computing: { device: "cpu", threads: undefined }, others: ["--device cpu"] })
  })
})

test("a log whose version says nothing of a platform is compared as it is", () => {
  const version = "9 (something else)"
  expect(tensorflow.goingOn({ name: "tensorflow", version, deterministic: true }, { threads: 4 }, undefined))
    .toEqual({ computing: { device: undefined, threads: 4 }, others: [] })
})
