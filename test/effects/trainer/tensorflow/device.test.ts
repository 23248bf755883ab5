import { expect, test } from "vitest"
import { deviceText, parseDevice } from "../../../../src/effects/trainer/tensorflow/device.ts"

test("the processor and GPUs are written as they are read", () => {
  for (const text of ["cpu", "gpu:0", "gpu:7"]) expect(deviceText(parseDevice(text)!)).toBe(text)
})

test("gpu alone is the first one", () => {
  expect(parseDevice("gpu")).toEqual({ type: "gpu", number: 0 })
})

test.each(["", "gpu:", "gpu:x", "gpu:-1", "gpu:1.5", "gpu:99999", "GPU:0", "cpu:0", "cuda:0", " cpu"])("%j is no device", (text) => {
  expect(parseDevice(text)).toBeNull()
})
