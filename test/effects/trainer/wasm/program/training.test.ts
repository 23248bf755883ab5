import { existsSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../../src/core/architecture/spaces/nb201.ts"
import type { Network } from "../../../../../src/effects/trainer/network/network.ts"
import { planMemory } from "../../../../../src/effects/trainer/wasm/program/memoryPlan.ts"
import { networkFrom } from "../../network/shapes.ts"
import { engine } from "./engine.ts"
import { evaluation, everywhere, programOf, training } from "./programs.ts"

// The kernels are built by npm run build.
const built = existsSync("wasm/network.wasm")

/** Numbers that look random, the same each time, in -1 to 1. */
const noise = (...at: readonly number[]): number =>
  2 * (((at.reduce((hash, x) => Math.imul(hash ^ x, 0x9e3779b1) ^ (hash >>> 15), 7) >>> 0) % 65536) / 65536) - 1

const pixel = (image: number, channel: number, y: number, x: number): number => noise(image, channel, y, x) + (image % 3) * 0.3

const started = (network: Network, batch: number) => {
  const plan = planMemory(network, { batch, threads: 1 })
  const kernels = engine(network, plan)
  kernels.show(batch, pixel, (image) => image % network.shape.classes)
  return { plan, kernels }
}

const mixed = (space: typeof nasnet): readonly number[] => everywhere(space, "none").map((_, e) => (e * 5 + 3) % space.operations.length)

const small = { channels: 8, layers: 3, image: { channels: 3, height: 8, width: 8 }, classes: 10 }

describe.skipIf(!built)("a compiled step on the kernels", () => {
  it.for([
    ["nasnet", nasnet, mixed(nasnet)],
    ["nb201", nb201, mixed(nb201)],
    ["nasnet, all sep_conv_3x3", nasnet, everywhere(nasnet, "sep_conv_3x3")],
    ["nasnet, all skip_connect", nasnet, everywhere(nasnet, "skip_connect")]
  ] as const)("begins near ln(classes), and the loss falls over 20 steps on one batch: %s", ([, space, architecture]) => {
    const network = networkFrom({ ...small, space })
    const { plan, kernels } = started(network, 20)
    const program = programOf(network, plan, architecture)
    const losses = Array.from({ length: 21 }, () => kernels.run(program, 20).loss)
    expect(Math.abs(losses[0] - Math.log(10))).toBeLessThan(0.6)
    expect(losses[20]).toBeLessThan(0.8 * losses[0])
  })

  it("gives ln(classes) or so, and no step that is not finite, where every edge is empty", () => {
    for (const space of [nasnet, nb201]) {
      const network = networkFrom({ ...small, space })
      const { plan, kernels } = started(network, 3)
      const program = programOf(network, plan, everywhere(space, "none"))
      for (let step = 0; step < 3; step++) expect(Math.abs(kernels.run(program, 3).loss - Math.log(10))).toBeLessThan(0.1)
      expect(kernels.weights().every(Number.isFinite)).toBe(true)
    }
  })

  it("works on maps of one pixel, with one image", () => {
    for (const space of [nasnet, nb201]) {
      const network = networkFrom({ ...small, space, image: { channels: 1, height: 1, width: 1 } })
      const { plan, kernels } = started(network, 1)
      expect(kernels.run(programOf(network, plan, mixed(space)), 1).loss).toBeGreaterThan(0)
      expect(kernels.weights().every(Number.isFinite)).toBe(true)
    }
  })

  it("moves the running statistics of what ran, and evaluates with them", () => {
    const network = networkFrom({ ...small, space: nasnet })
    const { plan, kernels } = started(network, 20)
    const sep3 = everywhere(nasnet, "sep_conv_3x3")
    const still = programOf(network, plan, sep3, { training: { ...training.training!, running: false } })
    const before = kernels.running("stem.normalisation")
    kernels.run(still, 20)
    expect(kernels.running("stem.normalisation")).toEqual(before)
    const moving = programOf(network, plan, sep3)
    for (let step = 0; step < 60; step++) kernels.run(moving, 20)
    expect(kernels.running("stem.normalisation")).not.toEqual(before)
    expect(kernels.running("cells.0.edges.0.sep_conv_5x5.0.normalisation").every((x) => x === 0 || x === 1)).toBe(true)
    const batch = kernels.run(programOf(network, plan, sep3, evaluation(false)), 20).loss
    const running = kernels.run(programOf(network, plan, sep3, evaluation(true)), 20).loss
    expect(batch).toBeLessThan(0.5)
    expect(Math.abs(running - batch)).toBeLessThan(0.5)
  })

  it("leaves weights and momenta of what it did not sample as they were, and all of them in a forward pass", () => {
    const network = networkFrom({ ...small, space: nb201 })
    const { plan, kernels } = started(network, 5)
    const before = kernels.weights()
    kernels.run(programOf(network, plan, mixed(nb201), evaluation(false)), 5)
    expect(kernels.weights()).toEqual(before)
    const program = programOf(network, plan, everywhere(nb201, "nor_conv_1x1"))
    kernels.run(program, 5)
    const after = kernels.weights()
    const weights = plan.regions.find(({ name }) => name === "weights")!.address
    for (const { name } of network.parameters) {
      const at = (plan.weights.get(name)! - weights) / 4
      expect([name, after[at] !== before[at]]).toEqual([name, program.gradients.has(name)])
    }
  })
})
