import { readFileSync } from "node:fs"
import { controlBlock } from "../../../../../src/effects/trainer/wasm/runtime/controlBlock.ts"
import { initialValues } from "../../../../../src/effects/trainer/network/initialValues.ts"
import type { Network } from "../../../../../src/effects/trainer/network/network.ts"
import { pack } from "../../../../../src/effects/trainer/wasm/packing.ts"
import type { Program } from "../../../../../src/effects/trainer/wasm/program/compile.ts"
import type { MemoryPlan } from "../../../../../src/effects/trainer/wasm/program/memoryPlan.ts"
import type { NetworkModule } from "../../../../../src/effects/trainer/wasm/runtime/networkModule.ts"
import { compileModule, instantiate, sharedMemory } from "../../../../../src/effects/trainer/wasm/runtime/webAssembly.ts"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"


/** The kernels on one thread, with the network's initial weights in a memory of their own. */
export const engine = (network: Network, plan: MemoryPlan) => {
  const memory = sharedMemory(plan.bytes)
  const { run } = instantiate<NetworkModule>(compileModule(readFileSync("wasm/network.wasm")), memory)
  const floats = new Float32Array(memory.buffer)
  const words = new Int32Array(memory.buffer)
  const doubles = new Float64Array(memory.buffer)

  const values = initialValues(network, 1)
  for (const parameter of network.parameters) {
    floats.set(pack(parameter, values.get(parameter.name)!), plan.weights.get(parameter.name)! / 4)
  }
  for (const { name, channels } of network.normalisations) {
    const variance = plan.running.get(name)! / 4 + channels.physical
    floats.fill(1, variance, variance + channels.physical)
  }
  return {
    /** `pixel(image, channel, y, x)` and a label for each image of a batch */
    show: (batch: number, pixel: (image: number, channel: number, y: number, x: number) => number, label: (image: number) => number) => {
      const { height, width, channels } = network.images
      for (let image = 0; image < batch; image++) {
        words[plan.labels / 4 + image] = label(image)
        channels.places.forEach((place, channel) => {
          for (let at = 0; at < height * width; at++) {
            const quad = (plan.images.address + image * plan.images.stride) / 4 + (Math.floor(place / 4) * height * width + at) * 4
            floats[quad + (place % 4)] = pixel(image, channel, Math.floor(at / width), at % width)
          }
        })
      }
    },
    /** Runs the first `records` of a program, and gives the mean loss and the share of images classified rightly. */
    run: (program: Program, batch: number, records = program.ends.all) => {
      words.set(program.words, plan.program.address / 4)
      run(plan.program.address, records, 0, 1, batch, plan.arenaBytes, plan.scratch, controlBlock.address)
      const sum = (offset: number): number => Array.from({ length: slices }, (_, slice) =>
        doubles[(program.losses + slice * plan.arenaBytes + offset) / 8]).reduce((a, b) => a + b, 0)
      return { loss: sum(0) / batch, rightly: sum(8) / batch }
    },
    /** `[mean][variance]` of a normalisation */
    running: (name: string): Float32Array => {
      const { channels } = network.normalisations.find((one) => one.name === name)!
      const at = plan.running.get(name)! / 4
      return floats.slice(at, at + 2 * channels.physical)
    },
    /** everything that a step may not leave as it found it: all weights and momenta */
    weights: (): Float32Array => {
      const { address } = plan.regions.find(({ name }) => name === "weights")!
      const { address: end } = plan.regions.find(({ name }) => name === "prepared weights")!
      return floats.slice(address / 4, end / 4)
    }
  }
}
