import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, test, vi } from "vitest"
import { type GpuSource, listGpus } from "../../../../src/effects/trainer/tensorflow/gpuListing.ts"
import { driverObjection, gpuObjection, gpuText, visibleName } from "../../../../src/effects/trainer/tensorflow/gpus.ts"
import { ownFolder } from "./session/ownFolder.ts"

const nothing: GpuSource = { nvidiaSmi: async () => null, version: () => null, information: () => [], visible: undefined }
const listing = [
  "0, NVIDIA H100 80GB HBM3, GPU-aaaa1111-0000, 550.54.15, 81559",
  "1, NVIDIA A2, GPU-bbbb2222-0000, 550.54.15, [N/A]", ""
].join("\n")
const two: GpuSource = { ...nothing, nvidiaSmi: async () => listing }
const version = (driver: string) =>
  `NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${driver}  Thu Feb 22 01:44:30 UTC 2024\nGCC version:  gcc version 12.2.0\n`
const information = "Model: \t\t Tesla T4\nIRQ:   \t\t 24\nGPU UUID: \t GPU-cccc3333-0000\nVideo BIOS: \t 90.04\n"

describe("the GPUs of a machine", () => {
  test("are those that nvidia-smi lists", async () => {
    expect(await listGpus(two)).toEqual({
      driver: "550.54.15",
      gpus: [
        { number: 0, name: "NVIDIA H100 80GB HBM3", uuid: "GPU-aaaa1111-0000", memory: 81559 * 2 ** 20 },
        { number: 1, name: "NVIDIA A2", uuid: "GPU-bbbb2222-0000", memory: null }
      ]
    })
  })

  test("are those of the kernel's driver where nvidia-smi cannot be run, or says something else", async () => {
    for (const nvidiaSmi of [async () => null, async () => "No devices were found\n"]) {
      expect(await listGpus({ ...nothing, nvidiaSmi, version: () => version("535.129.03"), information: () => [information] })).toEqual({
        driver: "535.129.03", gpus: [{ number: 0, name: "Tesla T4", uuid: "GPU-cccc3333-0000", memory: null }]
      })
    }
    const open = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.35.03  Release Build  (dvs-builder)\n"
    expect(await listGpus({ ...nothing, version: () => open })).toEqual({ driver: "560.35.03", gpus: [] })
  })

  test("are none without a driver", async () => {
    expect(await listGpus(nothing)).toBeNull()
  })
})

describe("nvidia-smi", () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.resetModules()
  })

  test("is waited for without standing in the way of anything else", async () => {
    const folder = ownFolder()
    const answered = join(folder, "go")
    writeFileSync(join(folder, "nvidia-smi"), `#!/bin/sh\nwhile [ ! -e ${answered} ]; do sleep 0.02; done\necho '0, Card, GPU-1, 550.1, 1'\n`, { mode: 0o755 })
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`)
    vi.resetModules()
    const listing = (await import("../../../../src/effects/trainer/tensorflow/gpuListing.ts")).listGpus()
    // It answers only once this has been written, which it could not be if it were waited for.
    await new Promise((resolve) => setTimeout(resolve, 50))
    writeFileSync(answered, "")
    expect(await listing).toMatchObject({ driver: "550.1", gpus: [{ number: 0, name: "Card" }] })
  })
})

describe("a device is refused before the library is loaded", () => {
  test("without any driver, naming the one to install", async () => {
    expect(await gpuObjection(0, nothing)).toMatch(/^there is no NVIDIA driver on this machine, .*--device gpu:0.*: install driver 525\.60\.13 or a newer one/)
  })

  test("where the driver is older than CUDA 12 needs", async () => {
    const old = { ...two, nvidiaSmi: async () => listing.replaceAll("550.54.15", "470.256.02") }
    expect(await gpuObjection(0, old)).toMatch(/driver 470\.256\.02 is too old for CUDA 12\.5.*install driver 525\.60\.13 or a newer one/)
  })

  test("where there is none of that number, naming those there are", async () => {
    expect(await gpuObjection(2, two)).toBe("there is no gpu:2 here: choose gpu:0 (NVIDIA H100 80GB HBM3), gpu:1 (NVIDIA A2)")
    expect(await gpuObjection(0, { ...nothing, version: () => version("550.54.15") })).toMatch(/finds no GPU/)
  })

  test("and not where it is there", async () => {
    expect(await Promise.all([0, 1].map((number) => gpuObjection(number, two)))).toEqual([null, null])
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

  test("numbers anew what it leaves", async () => {
    expect(await gpuObjection(0, seeing("1"))).toBeNull()
    expect(await gpuObjection(1, seeing("1"))).toBe("there is no gpu:1 here: choose gpu:0 (NVIDIA A2)")
    expect(await gpuObjection(1, seeing("GPU-bbbb, 0"))).toBeNull()
  })

  test("counts up to the first name that is none, and where it leaves nothing, as with a GPU that stands twice, is named itself", async () => {
    expect(await gpuObjection(1, seeing("1,7,0"))).toMatch(/no gpu:1/)
    for (const visible of ["", "-1", "0,0", "1,GPU-bbbb"]) expect(await gpuObjection(0, seeing(visible))).toMatch(/^CUDA_VISIBLE_DEVICES=.* hides gpu:0 .*, gpu:1 /)
  })

  test("is believed where it names parts of GPUs", async () => {
    expect(await gpuObjection(0, seeing("MIG-1234"))).toBeNull()
    expect(await gpuObjection(1, seeing("MIG-1234"))).toBe("CUDA_VISIBLE_DEVICES=MIG-1234 names no gpu:1: choose a lower number")
  })

  test("stays the user's own list", () => {
    expect([visibleName(1, undefined), visibleName(0, "3"), visibleName(1, "GPU-a, GPU-b"), visibleName(1, "1")]).toEqual(["1", "3", "GPU-b", "-1"])
  })
})

describe("the card that computes", () => {
  test("is named with its driver", async () => {
    expect(await gpuText(1, two)).toBe("NVIDIA A2, driver 550.54.15")
    expect([await gpuText(2, two), await gpuText(0, nothing)]).toEqual([null, null])
  })

  test("is named in a list of the user's where that says which one it is", async () => {
    expect(await gpuText(0, { ...two, visible: "GPU-bbbb2222" })).toBe("NVIDIA A2, driver 550.54.15")
    expect(await gpuText(0, { ...two, visible: "1", order: "PCI_BUS_ID" })).toBe("NVIDIA A2, driver 550.54.15")
    // The fastest one comes first: which one is the second is not known.
    expect(await gpuText(0, { ...two, visible: "1" })).toBeNull()
    const alike = async () => listing.replace("NVIDIA A2", "NVIDIA H100 80GB HBM3")
    expect(await gpuText(0, { ...two, nvidiaSmi: alike, visible: "1" })).toBe("NVIDIA H100 80GB HBM3, driver 550.54.15")
  })
})
