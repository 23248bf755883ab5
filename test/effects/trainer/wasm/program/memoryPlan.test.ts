import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../../src/core/architecture/spaces/nb201.ts"
import { placeApart, placeByLifetime } from "../../../../../src/effects/trainer/wasm/program/lifetimes.ts"
import { planMemory } from "../../../../../src/effects/trainer/wasm/program/memoryPlan.ts"
import { anyShape, networkFrom, paperShape } from "../../network/shapes.ts"
import { anyArchitecture, evaluation, everywhere, programOf, training } from "./programs.ts"
import { shadow } from "./shadow.ts"

describe("buffers placed by their lifetimes", () => {
  const buffers = fc.array(fc.record({
    bytes: fc.integer({ min: 0, max: 100 }), from: fc.integer({ min: 0, max: 9 }), lasts: fc.integer({ min: 0, max: 9 })
  }).map(({ bytes, from, lasts }) => ({ bytes, from, until: from + lasts })), { maxLength: 20 })

  it("never overlap while both are in use, and end where the placement says", () => {
    fc.assert(fc.property(buffers, (all) => {
      const { offsets, bytes } = placeByLifetime(all)
      all.forEach((a, i) => all.slice(0, i).forEach((b, j) => {
        const meet = a.from <= b.until && b.from <= a.until
        const overlap = offsets[i] < offsets[j] + b.bytes && offsets[j] < offsets[i] + a.bytes
        expect(meet && overlap && a.bytes > 0 && b.bytes > 0).toBe(false)
      }))
      expect(bytes).toBe(Math.max(0, ...all.map((buffer, i) => offsets[i] + buffer.bytes)))
    }))
  })

  it("take no more than places of their own, and no less than what is in use at any moment", () => {
    fc.assert(fc.property(buffers, (all) => {
      const { bytes } = placeByLifetime(all)
      expect(bytes).toBeLessThanOrEqual(placeApart(all).bytes)
      for (let moment = 0; moment < 20; moment++) {
        const inUse = all.filter(({ from, until }) => from <= moment && moment <= until)
        expect(bytes).toBeGreaterThanOrEqual(inUse.reduce((sum, buffer) => sum + buffer.bytes, 0))
      }
    }))
  })
})

describe("the memory plan", () => {
  it("needs under 900 MiB for the paper's network at batch 64, whatever the architecture", () => {
    const { bytes, regions } = planMemory(networkFrom(paperShape), { batch: 64, threads: 2 })
    expect(bytes / 2 ** 20).toBeLessThan(900)
    expect(bytes).toBe(regions.reduce((sum, region) => sum + region.bytes, 0))
  })

  it("leaves the engine's own 64 KiB alone and lays its regions end to end", () => {
    const { regions } = planMemory(networkFrom(paperShape), { batch: 3, threads: 4 })
    expect(regions[0]).toEqual({ name: "reserved", address: 0, bytes: 65536 })
    regions.slice(1).forEach((region, i) => expect(region.address).toBe(regions[i].address + regions[i].bytes))
  })

  it("grows by the scratch alone with each thread", () => {
    const of = (threads: number) => planMemory(networkFrom(paperShape), { batch: 2, threads })
    expect(of(3).bytes - of(2).bytes).toBe(of(2).scratchBytes)
  })
})

/** Holds what one step does on shared memory against the same step where every map has a place of its own. */
const expectSound = (
  shape: Parameters<typeof networkFrom>[0], architecture: readonly number[], batch: number, mode = training
): void => {
  const network = networkFrom(shape)
  const sizes = { batch, threads: 1 }
  const plan = planMemory(network, sizes)
  const apart = planMemory(network, sizes, placeApart)
  const program = programOf(network, plan, architecture, mode)
  expect(4 * program.words.length).toBeLessThanOrEqual(plan.program.bytes)
  const shared = shadow(plan, program, batch)
  const alone = shadow(apart, programOf(network, apart, architecture, mode), batch)
  for (const run of [shared, alone]) expect({ ...run, origins: [] }).toEqual({ origins: [], races: [], unwritten: [], outside: [] })
  expect(shared.origins).toEqual(alone.origins)
}

describe("a program in planned memory", () => {
  it("reads what was written for it and never races, for any network and architecture", () => {
    const cases = anyShape.chain((shape) =>
      fc.tuple(fc.constant(shape), anyArchitecture(shape.space), fc.integer({ min: 1, max: 9 })))
    fc.assert(fc.property(cases, ([shape, architecture, batch]) => expectSound(shape, architecture, batch)), { numRuns: 15 })
  })

  it("does so in deep networks of one operation, where cells follow each other with few barriers or none", () => {
    const small = { channels: 4, layers: 9, image: { channels: 3, height: 5, width: 4 }, classes: 3 }
    for (const space of [nasnet, nb201]) {
      for (const operation of ["none", "skip_connect", "avg_pool_3x3"]) {
        expectSound({ ...small, space }, everywhere(space, operation), 3)
      }
    }
    expectSound({ ...small, space: nasnet }, everywhere(nasnet, "sep_conv_3x3"), 3)
  })

  it("does so in a forward pass, with the batch's statistics and with running ones", () => {
    const small = { channels: 3, layers: 3, image: { channels: 1, height: 3, width: 3 }, classes: 2 }
    for (const space of [nasnet, nb201]) {
      const mixed = everywhere(space, "none").map((_, e) => e % space.operations.length)
      for (const running of [false, true]) expectSound({ ...small, space }, mixed, 3, evaluation(running))
    }
  })

  it("may be run with a smaller batch than planned", () => {
    const network = networkFrom({ ...paperShape, channels: 2, layers: 2, image: { channels: 3, height: 3, width: 3 } })
    const plan = planMemory(network, { batch: 9, threads: 1 })
    const { races, unwritten, outside } = shadow(plan, programOf(network, plan, everywhere(nasnet, "skip_connect")), 1)
    expect([races, unwritten, outside]).toEqual([[], [], []])
  })
})
