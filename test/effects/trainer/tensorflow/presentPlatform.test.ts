import { describe, expect, test } from "vitest"
import { instructionSet } from "../../../../src/effects/trainer/tensorflow/instructions.ts"
import { type Machine, presentPlatform, variantFor } from "../../../../src/effects/trainer/tensorflow/presentPlatform.ts"

const [cpu, gpu] = [{ type: "cpu" }, { type: "gpu", number: 1 }] as const

const machine = (there: readonly ("cpu" | "gpu")[]): Machine => ({
  installation: (variant) => (there.includes(variant) ? { tensorflow: `2.21.0` } : `no ${variant}: run its setup`),
  instructions: () => "avx2",
  cores: () => 6
})

describe("the platform", () => {
  test("on the processor has its instruction set, and one thread a core unless a number is asked for", () => {
    expect(presentPlatform(cpu, undefined, machine(["cpu"]))).toEqual({ device: "cpu", library: "2.21.0", instructions: "avx2", threads: 6 })
    expect(presentPlatform(cpu, 3, machine(["cpu"]))).toMatchObject({ threads: 3 })
  })

  test("on a GPU is the library alone", () => {
    expect(presentPlatform(gpu, 3, machine(["cpu", "gpu"]))).toEqual({ device: "gpu", library: "2.21.0" })
  })

  test("that is not set up is the sentence on how to get it", () => {
    expect(presentPlatform(cpu, undefined, machine([]))).toBe("no cpu: run its setup")
    expect(presentPlatform(gpu, undefined, machine(["cpu"]))).toBe("no gpu: run its setup")
  })

  test("on the processor is served by the variant for GPUs where that alone is there", () => {
    expect(presentPlatform(cpu, 2, machine(["gpu"]))).toMatchObject({ device: "cpu", threads: 2 })
    expect([["cpu"], ["gpu"], ["cpu", "gpu"], []].map((there) => variantFor(cpu, machine(there as ("cpu" | "gpu")[]))))
      .toEqual(["cpu", "gpu", "cpu", "cpu"])
  })
})

describe("the instruction set", () => {
  const x64 = (flags: string) => instructionSet("x64", `processor\t: 0\nflags\t\t: fpu ${flags}\nbugs\t\t: none\n\nprocessor\t: 1\nflags\t\t: fpu\n`)
  const arm64 = (features: string) => instructionSet("arm64", `processor\t: 0\nFeatures\t: ${features}\n`)

  test.each([
    ["sse4_2 avx fma avx2 avx512f avx512dq avx512bw avx512vl", "avx512"],
    ["sse4_2 avx fma avx2 avx512f avx512cd", "avx2"],
    ["sse4_2 avx fma avx2", "avx2"],
    ["sse4_2 avx avx2x", "avx"],
    ["sse4_2", "sse4"]
  ])("of x64 with %s is %s", (flags, expected) => {
    expect(x64(flags)).toBe(expected)
  })

  test("of arm64 is sve where that is there, else neon", () => {
    expect([arm64("fp asimd sve"), arm64("fp asimd")]).toEqual(["sve", "neon"])
  })

  test("of another processor, or one that says nothing, has a name too", () => {
    expect([instructionSet("riscv64", ""), instructionSet("x64", ""), instructionSet("arm64", "")]).toEqual(["riscv64", "sse4", "neon"])
    expect(instructionSet()).toMatch(/^\w+$/)
  })
})
