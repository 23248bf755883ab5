import type { Samples } from "../../core/estimator/estimator.ts"
import type { AdamOptions } from "../../core/estimator/adam.ts"
import { heads } from "../../core/estimator/lstmHead.ts"
import type { LstmKernel, LstmShape } from "../../core/estimator/lstmKernel.ts"
import { lstmParameters } from "../../core/estimator/lstmParameters.ts"
import type { NetworkProgress } from "../../core/estimator/networkState.ts"
import type { Training } from "../../core/estimator/training.ts"
import { type LstmModule, LstmModuleError, loadLstmModule } from "./lstmModule.ts"

/** Inputs that are predicted at a time: bounds the memory, whatever their number. */
const chunk = 256

/** The module's memory as arrays: made anew at each use, since a memory that grows leaves old views empty. */
const numbers = (module: LstmModule, address: { readonly value: number }, length: number): Float64Array =>
  new Float64Array(module.memory.buffer, address.value >>> 0, length)

/** A little more than `layOut` takes, in bytes: addresses are 32-bit and must not wrap. */
const bytesFor = (shape: LstmShape, count: number): number => {
  const { edges, operations, hidden } = shape
  const matrices = 8 * (lstmParameters(shape).count + 64 * hidden)
  const trace = 4 * (edges + 1) * (operations + 12 * hidden + 8)
  return 8 * (matrices + trace + count * (edges * operations + 4))
}

const layOut = (module: LstmModule, shape: LstmShape, count: number): void => {
  const { edges, operations, hidden, head } = shape
  const isAddressable = bytesFor(shape, count) < 2 ** 32 - 2 ** 20
  if (!isAddressable || module.layOut(edges, operations, hidden, heads.indexOf(head), count) === 0) {
    throw new LstmModuleError({
      message: `an estimator of ${hidden} hidden units over ${count} architectures needs more memory than there is: `
        + "choose fewer hidden units or a shorter memory"
    })
  }
}

/**
 * The WebAssembly form of the LSTM's arithmetic: two samples to a vector, the bits of `plainLstmKernel`.
 *
 * There is one module with one memory. A training keeps its progress there while it is the one that works; before
 * anything else uses the memory, it takes its progress out, and puts it back when it goes on.
 */
export const wasmLstmKernel = (): LstmKernel => {
  let loaded: LstmModule | null = null
  let leave: (() => void) | null = null

  /** The module, its memory free. */
  const enter = (): LstmModule => {
    leave?.()
    leave = null
    return loaded ??= loadLstmModule()
  }

  const load = (shape: LstmShape, weights: Float64Array, count: number): LstmModule => {
    const module = enter()
    layOut(module, shape, count)
    numbers(module, module.parameters, weights.length).set(weights)
    module.arrangeTiles()
    return module
  }

  /** Hands the inputs over a chunk at a time; `work` gives where what it made of `count` of them lies. */
  const inChunks = (
    shape: LstmShape,
    weights: Float64Array,
    inputs: Float64Array,
    count: number,
    width: number,
    work: (module: LstmModule, count: number) => { readonly value: number }
  ): Float64Array => {
    const size = shape.edges * shape.operations
    const module = load(shape, weights, Math.min(count, chunk))
    const results = new Float64Array(count * width)
    for (let from = 0; from < count; from += chunk) {
      const here = Math.min(chunk, count - from)
      numbers(module, module.inputs, here * size).set(inputs.subarray(from * size, (from + here) * size))
      results.set(numbers(module, work(module, here), here * width), from * width)
    }
    return results
  }

  const predict = (shape: LstmShape, weights: Float64Array, inputs: Float64Array, count: number): Float64Array =>
    inChunks(shape, weights, inputs, count, 1, (module, here) => {
      module.predict(here)
      return module.predictions
    })

  const gradient = (shape: LstmShape, weights: Float64Array, inputs: Float64Array, count: number): Float64Array =>
    inChunks(shape, weights, inputs, count, shape.edges * shape.operations, (module, here) => {
      module.gradientOfInputs(here)
      return module.inputs
    })

  const train = (
    shape: LstmShape,
    adam: AdamOptions,
    batch: number,
    start: NetworkProgress,
    samples: Samples
  ): Training => {
    const parameters = lstmParameters(shape).count
    const size = shape.edges * shape.operations
    let kept = start
    let working: LstmModule | null = null

    const copied = (module: LstmModule): NetworkProgress => ({
      weights: numbers(module, module.parameters, parameters).slice(),
      firstMoment: numbers(module, module.firstMoment, parameters).slice(),
      secondMoment: numbers(module, module.secondMoment, parameters).slice(),
      beta1Power: module.beta1Power.value,
      beta2Power: module.beta2Power.value
    })

    const resume = (): LstmModule => {
      if (working !== null) return working
      const module = load(shape, kept.weights, samples.count)
      numbers(module, module.firstMoment, parameters).set(kept.firstMoment)
      numbers(module, module.secondMoment, parameters).set(kept.secondMoment)
      module.beta1Power.value = kept.beta1Power
      module.beta2Power.value = kept.beta2Power
      numbers(module, module.inputs, samples.count * size).set(samples.inputs)
      numbers(module, module.losses, samples.count).set(samples.losses)
      numbers(module, module.lossWeights, samples.count).set(samples.weights)
      leave = () => {
        kept = copied(module)
        working = null
      }
      return working = module
    }

    return {
      pass: (order) => {
        const module = resume()
        new Uint32Array(module.memory.buffer, module.order.value >>> 0, order.length).set(order)
        module.pass(order.length, batch, adam.learningRate, adam.beta1, adam.beta2, adam.weightDecay)
      },
      predictions: () => {
        const module = resume()
        module.predict(samples.count)
        return numbers(module, module.predictions, samples.count).slice()
      },
      progress: () => copied(resume())
    }
  }

  return { name: "wasm", train, predict, gradient }
}
