import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { setupModule } from "./modules.ts"

const { bindingPackage, pinsDigest, wheelPins } = await setupModule("pins")

const json = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"))

const { tensorflow, wheels, compiler } = wheelPins()
const perPlatform: readonly (readonly [string, string, any])[] = Object.entries(wheels).flatMap(([variant, platforms]) =>
  Object.entries(platforms as object).map(([platform, list]) => [variant, platform, list] as const))

test("the CPU is served on both architectures of Linux, GPUs on x64, a compiler on each", () => {
  expect(perPlatform.map(([variant, platform]) => `${variant} ${platform}`))
    .toEqual(["cpu linux-x64", "cpu linux-arm64", "gpu linux-x64"])
  expect(Object.keys(compiler)).toEqual(Object.keys(wheels.cpu))
})

describe.each([...perPlatform, ...Object.entries(compiler).map(([platform, wheel]) => ["compiler", platform, [wheel]] as const)])(
  "the wheels of %s %s", (_, platform, list) => {
    test.each(list as readonly any[])("$name has a digest, its sizes and the name of its file", (wheel) => {
      expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(wheel.unpackedBytes).toBeGreaterThan(wheel.bytes / 5)
      expect(wheel.file.startsWith(`${wheel.name.replaceAll("-", "_")}-${wheel.version}-`)).toBe(true)
      expect(wheel.file).toMatch(platform === "linux-x64" ? /_x86_64\.whl$/ : /_aarch64\.whl$/)
    })
  }
)

test("TensorFlow is of one version, and no wheel stands twice", () => {
  for (const [, , list] of perPlatform) {
    const libraries = list.filter(({ name }: any) => name.startsWith("tensorflow"))
    expect(libraries.map(({ version }: any) => version)).toEqual([tensorflow])
    expect(new Set(list.map(({ name }: any) => name)).size).toBe(list.length)
  }
})

test("the variant for GPUs has each of NVIDIA's libraries that TensorFlow opens", () => {
  const names = wheels.gpu["linux-x64"].map(({ name }: any) => name)
  for (const part of ["cublas", "cuda-cupti", "cuda-nvcc", "cuda-nvrtc", "cuda-runtime", "cudnn", "cufft", "curand", "cusolver",
    "cusparse", "nccl", "nvjitlink"]) {
    expect(names).toContain(`nvidia-${part}-cu12`)
  }
})

describe.each(["cpu", "gpu"])("the packages of %s", (variant) => {
  const folder = `scripts/tensorflow/pins/${variant}`
  const wanted = json(`${folder}/package.json`).dependencies
  const { "": root, ...locked } = json(`${folder}/package-lock.json`).packages as Record<string, any>

  test("are asked for by one exact version each, the same as in the lock", () => {
    expect(root.dependencies).toEqual(wanted)
    for (const [name, version] of Object.entries(wanted)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/)
      expect(locked[`node_modules/${name}`].version).toBe(version)
    }
  })

  test("are locked with a digest each, and with no registry's address", () => {
    expect(Object.keys(locked).length).toBeGreaterThan(100)
    for (const entry of Object.values(locked)) {
      expect(entry.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/)
      expect(entry).not.toHaveProperty("resolved")
    }
  })

  test("are optional peers of this package in the same version, so that npm ci brings none", () => {
    const { peerDependencies, peerDependenciesMeta } = json("package.json")
    const { name, version } = bindingPackage(variant)
    expect(peerDependencies[name]).toBe(version)
    expect(peerDependenciesMeta[name]).toEqual({ optional: true })
    expect(json("package-lock.json").packages).not.toHaveProperty([`node_modules/${name}`])
  })
})

test("each variant has a digest of its own", () => {
  expect(pinsDigest("cpu")).toMatch(/^[0-9a-f]{64}$/)
  expect(pinsDigest("gpu")).not.toBe(pinsDigest("cpu"))
})
