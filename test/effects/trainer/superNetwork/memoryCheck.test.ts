import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { machineMemory } from "../../../../src/effects/trainer/superNetwork/machineMemory.ts"
import { checkMemory, memoryProblem, type Need } from "../../../../src/effects/trainer/superNetwork/memoryCheck.ts"
import { threadCount } from "../../../../src/effects/trainer/wasm/runtime/threadCount.ts"

const GiB = 2 ** 30

/** 0.1 GiB of weights and 0.02 GiB an image. */
const need = (batch: number): Need => {
  const bytesWithBatch = (images: number) => 0.1 * GiB + images * 0.02 * GiB
  return {
    bytes: bytesWithBatch(batch), outside: 0, batch, asked: batch, channels: 16, layers: 8, bytesWithBatch,
    addressable: { by: "WebAssembly", bytes: 4 * GiB }
  }
}

describe("the check of memory", () => {
  it("lets a need pass that the machine can meet", async () => {
    expect(memoryProblem(need(64), { total: 2 * GiB, free: 1.4 * GiB })).toBeUndefined()
    await Effect.runPromise(checkMemory({ ...need(1), bytes: 1 }))
  })

  it("names the need, what is free, and a batch that fits", () => {
    expect(memoryProblem(need(64), { total: 2 * GiB, free: 0.5 * GiB })).toBe(
      "--batch 64, --channels 16 and --layers 8 need 1.38 GiB of memory, but only 0.50 GiB of this machine's or "
        + "container's 2.00 GiB are free: --batch 16 would need 0.43 GiB; smaller --channels or --layers help too"
    )
  })

  it("names what the machine has where even all of it is too little, and no batch where none fits", () => {
    expect(memoryProblem(need(64), { total: 0.05 * GiB, free: 0.04 * GiB })).toBe(
      "--batch 64, --channels 16 and --layers 8 need 1.38 GiB of memory, but this machine or container has 0.05 GiB: "
        + "choose smaller --channels or --layers"
    )
  })

  it("names WebAssembly's own limit on a machine that has more", () => {
    expect(memoryProblem(need(256), { total: 64 * GiB, free: 60 * GiB })).toBe(
      "--batch 256, --channels 16 and --layers 8 need 5.22 GiB of memory, but WebAssembly can address 4.00 GiB: "
        + "--batch 128 would need 2.66 GiB; smaller --channels or --layers help too"
    )
  })

  it("counts what lies outside of WebAssembly's memory against the machine's, never against the 4 GiB", () => {
    const most = { ...need(1), bytes: 4 * GiB, outside: 0.5 * GiB }
    expect(memoryProblem(most, { total: 8 * GiB, free: 4.6 * GiB })).toBeUndefined()
    expect(memoryProblem(most, { total: 8 * GiB, free: 4.4 * GiB })).toBe(
      "--batch 1, --channels 16 and --layers 8 need 4.50 GiB of memory, but only 4.40 GiB of this machine's or container's "
        + "8.00 GiB are free: choose smaller --channels or --layers"
    )
  })

  it("says where no set of images has so many as were asked for", () => {
    expect(memoryProblem({ ...need(64), asked: 5000 }, { total: 2 * GiB, free: 0.5 * GiB }))
      .toMatch(/^--batch 5000 \(never more than 64 images\), .* need 1\.38 GiB .*: --batch 16 would need 0\.43 GiB;/)
  })

  it("knows engines without a limit of their own", () => {
    const { addressable: _, ...free } = need(256)
    expect(memoryProblem(free, { total: 64 * GiB, free: 60 * GiB })).toBeUndefined()
  })

  it("finds sensible figures on this machine", () => {
    const { total, free } = machineMemory()
    expect(free).toBeGreaterThan(2 ** 26)
    expect(free).toBeLessThanOrEqual(total)
    expect(total).toBeLessThan(2 ** 48)
  })
})

describe("threads", () => {
  it("are as many as asked for, at most one a slice of the batch", () => {
    expect([1, 2, 8, 9, 1000].map((asked) => threadCount(asked))).toEqual([1, 2, 8, 8, 8])
    expect(threadCount()).toBeGreaterThanOrEqual(1)
    expect(threadCount()).toBeLessThanOrEqual(8)
  })
})
