import { expect, test } from "vitest"
import { type Platform, platformOf, tensorflowIdentity } from "../../../../src/effects/trainer/tensorflow/tensorflowIdentity.ts"

const cpu = { device: "cpu", library: "2.21.0", instructions: "avx512", threads: 2 } as const
const platforms: readonly Platform[] = [
  cpu,
  { ...cpu, threads: 1 },
  { ...cpu, threads: 16 },
  { ...cpu, instructions: "avx2" },
  { ...cpu, library: "2.22.0" },
  { device: "gpu", library: "2.21.0" },
  { device: "gpu", library: "2.22.0" }
]

test("names the library, the device and on the processor all that its results depend on", () => {
  expect(tensorflowIdentity(cpu)).toEqual({
    name: "tensorflow", version: "1 (TensorFlow 2.21.0, cpu avx512, 2 threads)", deterministic: true
  })
  expect(tensorflowIdentity({ device: "gpu", library: "2.21.0" })).toEqual({
    name: "tensorflow", version: "1 (TensorFlow 2.21.0, gpu)", deterministic: false
  })
})

test("two platforms are never one version of the trainer", () => {
  expect(new Set(platforms.map((platform) => tensorflowIdentity(platform).version)).size).toBe(platforms.length)
})

test.each(platforms)("the platform %o is read back from the log", (platform) => {
  expect(platformOf(tensorflowIdentity(platform))).toEqual(platform)
})

test("another trainer, or a version of another form, has no platform", () => {
  expect(platformOf({ name: "wasm", version: "1 (TensorFlow 2.21.0, gpu)", deterministic: true })).toBeNull()
  for (const version of ["1", "2 (TensorFlow 2.21.0, tpu)", "1 (TensorFlow 2.21.0, cpu avx512)", ""]) {
    expect(platformOf({ name: "tensorflow", version, deterministic: true })).toBeNull()
  }
})
