import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { exp } from "../../../../../src/core/numeric/exp.ts"
import { log } from "../../../../../src/core/numeric/log.ts"
import { instantiate, sharedMemory } from "../../../../../src/effects/trainer/wasm/runtime/webAssembly.ts"
import { type KernelExports, networkModule } from "./kernelMemory.ts"

const kernels = instantiate<KernelExports>(networkModule, sharedMemory(65536))

const edges = [
  0, -0, 1, -1, Infinity, -Infinity, Number.NaN, Number.MIN_VALUE, Number.MAX_VALUE, 2.2250738585072014e-308, 709.78,
  710, 710.1, -708.4, -745.13, -745.2, -746, -746.1, Math.SQRT2, Math.SQRT1_2, 0.5, 2
]

const isSame = (own: (x: number) => number, core: (x: number) => number, numbers: fc.Arbitrary<number>) =>
  fc.assert(fc.property(numbers, (x) => Object.is(own(x), core(x))), { numRuns: 3000 })

describe("the engine's own functions have the bits of the core's", () => {
  it("exp", () => {
    for (const x of edges) expect(kernels.exp(x)).toBe(exp(x))
    isSame(kernels.exp, exp, fc.double({ min: -760, max: 720 }))
    isSame(kernels.exp, exp, fc.double())
  })

  it("log", () => {
    for (const x of edges) expect(kernels.log(x)).toBe(log(x))
    isSame(kernels.log, log, fc.double({ min: 0 }))
    isSame(kernels.log, log, fc.double({ min: 0.5, max: 2 }))
    isSame(kernels.log, log, fc.double())
  })
})
