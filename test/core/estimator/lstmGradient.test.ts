import { describe, expect, it } from "vitest"
import { heads } from "../../../src/core/estimator/lstmHead.ts"
import type { LstmShape } from "../../../src/core/estimator/lstmKernel.ts"
import { plainLstmKernel } from "../../../src/core/estimator/plainLstmKernel.ts"
import { weightedLoss } from "../../../src/core/estimator/weightedLoss.ts"
import { inOrder, numbers, samplesFor, shapeOf, startFor } from "./lstmCases.ts"

// The slopes of sigmoid and tanh are s (1 - s) and 1 - t^2 of values that are off by up to 2.8e-7, and so are off by
// about as much: central differences of the very values agree to this share of the largest component, not to the last bit.
const tolerance = 2e-6
const step = 1e-4

const centralDifferences = (at: Float64Array, f: (x: Float64Array) => number): Float64Array =>
  at.map((value, i) => {
    const moved = at.slice()
    moved[i] = value + step
    const above = f(moved)
    moved[i] = value - step
    return (above - f(moved)) / (2 * step)
  })

const largest = (xs: Float64Array): number => xs.reduce((most, x) => Math.max(most, Math.abs(x)), 0)

const expectClose = (actual: Float64Array, expected: Float64Array): void => {
  expect(largest(expected)).toBeGreaterThan(1e-3)
  expect(largest(actual.map((a, i) => a - expected[i]!)) / largest(expected)).toBeLessThan(tolerance)
}

/** With beta1 = 0 and one mini-batch the first moment is the gradient of the loss itself. */
const weightGradient = (shape: LstmShape, seed: number, count: number): Float64Array => {
  const training = plainLstmKernel.train(
    shape, { learningRate: 0.1, beta1: 0, beta2: 0, weightDecay: 0 }, count, startFor(shape, 0.5, seed), samplesFor(shape, count, seed)
  )
  training.pass(inOrder(count))
  return training.progress().firstMoment
}

const shapes = heads.flatMap((head) => [shapeOf(4, 3, 5, head), shapeOf(28, 8, 16, head)])

describe.each(shapes)("LSTM of $edges x $operations, hidden $hidden, head $head", (shape) => {
  it("has the gradient of Eq. 8 that central differences give, for every parameter", () => {
    const samples = samplesFor(shape, 2, 7)
    const loss = (weights: Float64Array) =>
      weightedLoss(plainLstmKernel.predict(shape, weights, samples.inputs, samples.count), samples)
    expectClose(weightGradient(shape, 7, 2), centralDifferences(startFor(shape, 0.5, 7).weights, loss))
  })

  it("has the gradient of the prediction that central differences give, for every input", () => {
    const { weights } = startFor(shape, 1, 3)
    const input = numbers(5, shape.edges * shape.operations)
    const predicted = (x: Float64Array) => plainLstmKernel.predict(shape, weights, x, 1)[0]!
    expectClose(plainLstmKernel.gradient(shape, weights, input, 1), centralDifferences(input, predicted))
  })
})
