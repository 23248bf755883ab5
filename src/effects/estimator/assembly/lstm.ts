/**
 * The LSTM estimator in WebAssembly: the arithmetic of `plainLstmKernel` in src/core/estimator, equal bit for bit.
 * The host lays out the memory, writes parameters and samples to the addresses exported here, and calls.
 */
import { adamStep } from "./adam"
import { backward, inputGradient } from "./backward"
import { forward, gather, output } from "./forward"
import { BLOCK, head, losses, lossWeights, NUMBER, order, outputSlope, predictions, times } from "./layout"
import { arrangeTiles } from "./tiles"
import { addBlock, clearGradient, completeGradient } from "./weightGradient"

export { firstMoment, inputs, layOut, losses, lossWeights, order, parameters, predictions, secondMoment } from "./layout"
export { arrangeTiles } from "./tiles"

/** Adam's running products; the host sets and reads them. */
export let beta1Power: f64 = 1
export let beta2Power: f64 = 1

// The heads are those of the core: one definition, called once or twice a sample.
@external("head", "value")
declare function headValue(head: i32, x: f64): f64
@external("head", "slope")
declare function headSlope(head: i32, x: f64): f64

/** The forward pass of samples `from .. from + size - 1`. */
function forwardInOrder(from: usize, size: usize): void {
  for (let lane: usize = 0; lane < size; lane++) store<u32>(order + (from + lane) * 4, <u32>(from + lane))
  gather(from, size)
  forward()
}

/** Predictions for samples 0 .. count - 1. */
export function predict(count: usize): void {
  for (let from: usize = 0; from < count; from += BLOCK) {
    const size = min(BLOCK, count - from)
    forwardInOrder(from, size)
    for (let lane: usize = 0; lane < size; lane++) {
      store<f64>(predictions + (from + lane) * NUMBER, headValue(head, output(lane)))
    }
  }
}

/** Replaces the inputs of samples 0 .. count - 1 by the derivatives of their predictions with respect to them. */
export function gradientOfInputs(count: usize): void {
  for (let from: usize = 0; from < count; from += BLOCK) {
    const size = min(BLOCK, count - from)
    forwardInOrder(from, size)
    for (let lane: usize = 0; lane < size; lane++) {
      store<f64>(outputSlope + lane * NUMBER, headSlope(head, output(lane)))
    }
    backward()
    inputGradient(from, size)
  }
}

/** The slope of the mini-batch's loss, mean of weight (psi - L)^2, with respect to the argument of a sample's head. */
function lossSlope(sample: usize, count: u32, x: f64, batchSize: usize): f64 {
  const error = headValue(head, x) - load<f64>(losses + sample * NUMBER)
  return 2 * <f64>count * load<f64>(lossWeights + sample * NUMBER) * error / <f64>batchSize * headSlope(head, x)
}

/** Joins equal neighbours among `size` places of the order, in place, into `times`; gives how many are left. */
function joinRepeated(start: usize, size: usize): usize {
  let last = start
  store<u32>(times + start * 4, 1)
  for (let place = start + 1; place < start + size; place++) {
    const sample = load<u32>(order + place * 4)
    if (sample == load<u32>(order + last * 4)) {
      store<u32>(times + last * 4, load<u32>(times + last * 4) + 1)
    } else {
      last++
      store<u32>(order + last * 4, sample)
      store<u32>(times + last * 4, 1)
    }
  }
  return last + 1 - start
}

function addGradientOfBlock(from: usize, size: usize, batchSize: usize): void {
  gather(from, size)
  forward()
  for (let lane: usize = 0; lane < size; lane++) {
    const place = (from + lane) * 4
    const slope = lossSlope(<usize>load<u32>(order + place), load<u32>(times + place), output(lane), batchSize)
    store<f64>(outputSlope + lane * NUMBER, slope)
  }
  backward()
  addBlock(size)
}

/** One pass over `count` samples in the order that the host wrote, an Adam step for each mini-batch. */
export function pass(count: usize, batch: usize, learningRate: f64, beta1: f64, beta2: f64, weightDecay: f64): void {
  for (let start: usize = 0; start < count; start += batch) {
    const batchSize = min(batch, count - start)
    const apart = joinRepeated(start, batchSize)
    clearGradient()
    for (let done: usize = 0; done < apart; done += BLOCK) {
      addGradientOfBlock(start + done, min(BLOCK, apart - done), batchSize)
    }
    completeGradient()
    beta1Power *= beta1
    beta2Power *= beta2
    adamStep(learningRate, beta1, beta2, beta1Power, beta2Power, weightDecay)
    arrangeTiles()
  }
}
