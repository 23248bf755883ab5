import { expect, test } from "vitest"
import { deviceChoice, deviceObjection } from "../../../src/cli/options/deviceChoice.ts"

test("a device is read as its engine writes it", () => {
  expect(["cpu", "gpu", "gpu:3"].map(deviceChoice)).toEqual([{ device: "cpu" }, { device: "gpu:0" }, { device: "gpu:3" }])
})

test.each(["gpu:x", "", "cuda:0", "GPU:0"])("%j is told what devices there are", (text) => {
  expect(deviceChoice(text)).toBe(`--device ${JSON.stringify(text)} is no device: choose cpu or gpu[:N], N from 0 on`)
})

test("nothing speaks against no device, nor against one of the trainer's", () => {
  for (const trainer of [undefined, "wasm", "table", "tensorflow"]) expect(deviceObjection(trainer, undefined)).toBeNull()
  expect(deviceObjection("tensorflow", "gpu:0")).toBeNull()
})
