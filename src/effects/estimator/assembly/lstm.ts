/**
 * The LSTM estimator in WebAssembly: the arithmetic of `plainLstmKernel` in src/core/estimator, equal bit for bit.
 * The host lays out the memory, writes parameters and samples to the addresses exported here, and calls.
 */
import { adamStep } from "./adam"
import { backward, inputGradient } from "./backward"
import { forward, gather, output } from "./forward"
import { BLOCK, head, losses, lossWeights, NUMBER, order, outputSlope, predictions } from "./layout"
import { arrangeTiles } from "./tiles"
import { addBlock, clearGradient, completeGradient } from "./weightGradient"

export {
  firstMoment, inputs, inputSlopes, layOut, losses, lossWeights, order, parameters, predictions, secondMoment
} from "./layout"
export { arrangeTiles } from "./tiles"

/** Adam's running products; the host sets and reads them. */
export let beta1Power: f64 = 1
export let beta2Power: f64 = 1

// The heads are those of the core: one definition, called once or twice a sample.
@external("head", "value")
declare function headValue(head: i32, x: f64): f64
@external("head", "slope")
declare function headSlope(head: i32, x: f64): f64

/** Predictions for samples 0 .. count - 1. */
export function predict(count: usize): void {
  for (let from: usize = 0; from < count; from += BLOCK) {
    const size = min(BLOCK, count - from)
    for (let lane: usize = 0; lane < size; lane++) store<u32>(order + (from + lane) * 4, <u32>(from + lane))
    gather(from, size)
    forward()
    for (let lane: usize = 0; lane < size; lane++) {
      store<f64>(predictions + (from + lane) * NUMBER, headValue(head, output(lane)))
    }
  }
}

/** The derivatives of the prediction for sample 0 with respect to its input. */
export function gradientOfInput(): void {
  store<u32>(order, 0)
  gather(0, 1)
  forward()
  store<f64>(outputSlope, headSlope(head, output(0)))
  backward()
  inputGradient()
}

/** The slope of the mini-batch's loss, mean of weight (psi - L)^2, with respect to the argument of a sample's head. */
function lossSlope(sample: usize, x: f64, batchSize: usize): f64 {
  const error = headValue(head, x) - load<f64>(losses + sample * NUMBER)
  return 2 * load<f64>(lossWeights + sample * NUMBER) * error / <f64>batchSize * headSlope(head, x)
}

function addGradientOfBlock(from: usize, size: usize, batchSize: usize): void {
  gather(from, size)
  forward()
  for (let lane: usize = 0; lane < size; lane++) {
    const sample = <usize>load<u32>(order + (from + lane) * 4)
    store<f64>(outputSlope + lane * NUMBER, lossSlope(sample, output(lane), batchSize))
  }
  backward()
  addBlock(size)
}

/** One pass over `count` samples in the order that the host wrote, an Adam step for each mini-batch. */
export function pass(count: usize, batch: usize, learningRate: f64, beta1: f64, beta2: f64): void {
  for (let start: usize = 0; start < count; start += batch) {
    const batchSize = min(batch, count - start)
    clearGradient()
    for (let done: usize = 0; done < batchSize; done += BLOCK) {
      addGradientOfBlock(start + done, min(BLOCK, batchSize - done), batchSize)
    }
    completeGradient()
    beta1Power *= beta1
    beta2Power *= beta2
    adamStep(learningRate, beta1, beta2, beta1Power, beta2Power)
    arrangeTiles()
  }
}
