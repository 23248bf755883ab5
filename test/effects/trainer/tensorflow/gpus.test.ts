import { describe, expect, test } from "vitest"
import { type GpuSource, listGpus } from "../../../../src/effects/trainer/tensorflow/gpuListing.ts"
import { driverObjection, gpuObjection, visibleName } from "../../../../src/effects/trainer/tensorflow/gpus.ts"

const nothing: GpuSource = { nvidiaSmi: () => null, version: () => null, information: () => [], visible: undefined }
const two: GpuSource = {
  ...nothing,
  nvidiaSmi: () => [
    "0, NVIDIA H100 80GB HBM3, GPU-aaaa1111-0000, 550.54.15, 81559",
    "1, NVIDIA A2, GPU-bbbb2222-0000, 550.54.15, [N/A]", ""
  ].join("\n")
}
const version = (driver: string) =>
  `NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${driver}  Thu Feb 22 01:44:30 UTC 2024\nGCC version:  gcc version 12.2.0\n`
const information = "Model: \t\t Tesla T4\nIRQ:   \t\t 24\nGPU UUID: \t GPU-cccc3333-0000\nVideo BIOS: \t 90.04\n"

describe("the GPUs of a machine", () => {
  test("are those that nvidia-smi lists", () => {
    expect(listGpus(two)).toEqual({
      driver: "550.54.15",
      gpus: [
        { number: 0, name: "NVIDIA H100 80GB HBM3", uuid: "GPU-aaaa1111-0000", memory: 81559 * 2 ** 20 },
        { number: 1, name: "NVIDIA A2", uuid: "GPU-bbbb2222-0000", memory: null }
      ]
    })
  })

  test("are those of the kernel's driver where nvidia-smi cannot be run, or says something else", () => {
    for (const nvidiaSmi of [() => null, () => "No devices were found\n"]) {
      expect(listGpus({ ...nothing, nvidiaSmi, version: () => version("535.129.03"), information: () => [information] })).toEqual({
        driver: "535.129.03", gpus: [{ number: 0, name: "Tesla T4", uuid: "GPU-cccc3333-0000", memory: null }]
      })
    }
    const open = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.35.03  Release Build  (dvs-builder)\n"
    expect(listGpus({ ...nothing, version: () => open })).toEqual({ driver: "560.35.03", gpus: [] })
  })

  test("are none without a driver", () => {
    expect(listGpus(nothing)).toBeNull()
  })
})

describe("a device is refused before the library is loaded", () => {
  test("without any driver, naming the one to install", () => {
    expect(gpuObjection(0, nothing)).toMatch(/^there is no NVIDIA driver on this machine, .*--device gpu:0.*: install driver 525\.60\.13 or a newer one/)
  })

  test("where the driver is older than CUDA 12 needs", () => {
    const old = { ...two, nvidiaSmi: () => two.nvidiaSmi()!.replaceAll("550.54.15", "470.256.02") }
    expect(gpuObjection(0, old)).toMatch(/driver 470\.256\.02 is too old for CUDA 12\.5.*install driver 525\.60\.13 or a newer one/)
  })

  test("where there is none of that number, naming those there are", () => {
    expect(gpuObjection(2, two)).toBe("there is no gpu:2 here: choose gpu:0 (NVIDIA H100 80GB HBM3), gpu:1 (NVIDIA A2)")
    expect(gpuObjection(0, { ...nothing, version: () => version("550.54.15") })).toMatch(/finds no GPU/)
  })

  test("and not where it is there", () => {
    expect([0, 1].map((number) => gpuObjection(number, two))).toEqual([null, null])
  })
})

test.each([
  ["470.256.02", true], ["525.53", true], ["525.60.12", true], ["525.60.13", false], ["525.60.20", false], ["525.105.17", false],
  ["526.0", false], ["1000.1", false], ["99.99", true]
])("driver %s is too old: %s", (driver, isOld) => {
  expect(driverObjection(driver) !== null).toBe(isOld)
})

test("a driver that does not say its version is given the benefit of the doubt", () => {
  expect(driverObjection(null)).toBeNull()
})

describe("CUDA_VISIBLE_DEVICES", () => {
  const seeing = (visible: string): GpuSource => ({ ...two, visible })

  test("numbers anew what it leaves", () => {
    expect(gpuObjection(0, seeing("1"))).toBeNull()
    expect(gpuObjection(1, seeing("1"))).toBe("there is no gpu:1 here: choose gpu:0 (NVIDIA A2)")
    expect(gpuObjection(1, seeing("GPU-bbbb, 0"))).toBeNull()
  })

  test("counts up to the first name that is none, and where it leaves nothing is named itself", () => {
    expect(gpuObjection(1, seeing("1,7,0"))).toMatch(/no gpu:1/)
    for (const visible of ["", "-1"]) expect(gpuObjection(0, seeing(visible))).toMatch(/^CUDA_VISIBLE_DEVICES=.* hides gpu:0 .*, gpu:1 /)
  })

  test("is believed where it names parts of GPUs", () => {
    expect(gpuObjection(0, seeing("MIG-1234"))).toBeNull()
  })

  test("stays the user's own list", () => {
    expect([visibleName(1, undefined), visibleName(0, "3"), visibleName(1, "GPU-a, GPU-b")]).toEqual(["1", "3", "GPU-b"])
  })
})
