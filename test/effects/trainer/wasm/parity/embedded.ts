import { readFileSync } from "node:fs"
import * as Either from "fp-ts/lib/Either.js"
import type { Choice } from "../../../../../src/effects/trainer/reference/cell.ts"
import { networkOf } from "../../../../../src/effects/trainer/network/network.ts"
import type { NetworkShape } from "../../../../../src/effects/trainer/network/networkShape.ts"
import { pack, packedLength, unpack } from "../../../../../src/effects/trainer/wasm/packing.ts"
import { compile } from "../../../../../src/effects/trainer/wasm/program/compile.ts"
import { planMemory } from "../../../../../src/effects/trainer/wasm/program/memoryPlan.ts"
import { controlBlock } from "../../../../../src/effects/trainer/wasm/runtime/controlBlock.ts"
import type { NetworkModule } from "../../../../../src/effects/trainer/wasm/runtime/networkModule.ts"
import {
  compileModule, instantiate, sharedMemory
} from "../../../../../src/effects/trainer/wasm/runtime/webAssembly.ts"
import type { GradientResult, StepResult } from "../../parity/ParityNetwork.ts"
import type { Batch } from "../../reference/hashed.ts"

const kernels = compileModule(readFileSync(new URL("../../../../../wasm/network.wasm", import.meta.url)))

/** A `ParityNetwork` that answers at once. */
export interface EmbeddedNetwork {
  readonly setParameters: (values: (name: string, shape: readonly number[]) => ArrayLike<number>) => void
  readonly parameters: () => ReadonlyMap<string, Float32Array>
  readonly gradients: (choice: Choice, batch: Batch) => GradientResult
  readonly descend: (choice: Choice, batch: Batch, learningRate: number) => StepResult
}

/** The engine's network on this very thread, for batches of up to `batch` images. */
export const embeddedNetwork = (shape: NetworkShape, batch: number): EmbeddedNetwork => {
  const built = networkOf(shape)
  if (Either.isLeft(built)) throw new Error(built.left)
  const network = built.right
  const plan = planMemory(network, { batch, threads: 1 })
  const memory = sharedMemory(plan.bytes)
  const floats = new Float32Array(memory.buffer)
  const words = new Int32Array(memory.buffer)
  const { run } = instantiate<NetworkModule>(kernels, memory)

  const writeBatch = ({ images, labels }: Batch): void => {
    const [count, channels, height, width] = images.shape
    images.data.forEach((x, i) => {
      const pixel = i % (height * width)
      const channel = Math.floor(i / (height * width)) % channels
      const image = Math.floor(i / (channels * height * width))
      const quad = Math.floor(channel / 4) * height * width + pixel
      floats[(plan.images.address + image * plan.images.stride) / 4 + 4 * quad + channel % 4] = x
    })
    for (let image = 0; image < count; image++) words[plan.labels / 4 + image] = labels[image]
  }

  const step = (choice: Choice, batch: Batch, learningRate: number, end: "backward" | "all") => {
    writeBatch(batch)
    const program = compile(network, plan, choice.architecture, Float64Array.from(choice.softWeights), {
      training: { learningRate, momentum: 0.9, weightDecay: 3e-4, gradientClip: 5, running: false }
    })
    words.set(program.words, plan.program.address / 4)
    const [images] = batch.images.shape
    run(plan.program.address, program.ends[end], 0, 1, images, plan.arenaBytes, plan.scratch, controlBlock.address)
    const results = new Float64Array(memory.buffer)
    const sum = (offset: number): number => {
      let total = 0
      for (let slice = 0; slice < 8; slice++) total += results[(program.losses + slice * plan.arenaBytes) / 8 + offset]
      return total
    }
    return { program, loss: sum(0) / images, right: sum(1) }
  }

  return {
    setParameters: (values) => {
      for (const parameter of network.parameters) {
        const packed = pack(parameter, Float32Array.from(values(parameter.name, parameter.shape)))
        floats.set(packed, plan.weights.get(parameter.name)! / 4)
        floats.fill(0, plan.momentum.get(parameter.name)! / 4, plan.momentum.get(parameter.name)! / 4 + packed.length)
      }
    },
    parameters: () => new Map(network.parameters.map((parameter) => {
      const at = plan.weights.get(parameter.name)! / 4
      return [parameter.name, unpack(parameter, floats.slice(at, at + packedLength(parameter)))]
    })),
    gradients: (choice, batch) => {
      const { program, loss, right } = step(choice, batch, 0.025, "backward")
      const gradients = new Map([...program.gradients].map(([name, address]) => {
        const parameter = network.parameters.find((parameter) => parameter.name === name)!
        const packed = floats.slice(address / 4, address / 4 + packedLength(parameter))
        return [name, unpack(parameter, packed)]
      }))
      return { loss, right, gradients }
    },
    descend: (choice, batch, learningRate) => {
      const { loss, right } = step(choice, batch, learningRate, "all")
      return { loss, right }
    }
  }
}

