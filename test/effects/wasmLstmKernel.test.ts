import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { batchOrder } from "../../src/core/estimator/batchOrder.ts"
import { batchAddress } from "../../src/core/estimator/lane.ts"
import { lstm } from "../../src/core/estimator/lstm.ts"
import { heads } from "../../src/core/estimator/lstmHead.ts"
import type { LstmKernel } from "../../src/core/estimator/lstmKernel.ts"
import { plainLstmKernel } from "../../src/core/estimator/plainLstmKernel.ts"
import { permutation } from "../../src/core/random/permutation.ts"
import { wasmLstmKernel } from "../../src/effects/estimator/wasmLstmKernel.ts"
import { contextFor } from "../core/estimator/contexts.ts"
import { inOrder, numbers, samplesFor, shapeOf, startFor } from "../core/estimator/lstmCases.ts"

const wasm = wasmLstmKernel()
const adam = { learningRate: 0.1, beta1: 0.5, beta2: 0.999, weightDecay: 0 }

const cases = fc.record({
  edges: fc.integer({ min: 1, max: 9 }),
  operations: fc.integer({ min: 1, max: 9 }),
  hidden: fc.integer({ min: 1, max: 19 }),
  head: fc.constantFrom(...heads),
  count: fc.integer({ min: 1, max: 23 }),
  batch: fc.integer({ min: 1, max: 24 }),
  scale: fc.constantFrom(0.25, 1, 30, 1e200),
  weightDecay: fc.constantFrom(0, 1e-3, 0.5),
  seed: fc.integer({ min: 0, max: 1000 })
})

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

/** Four passes of a training, one with repeated samples, then everything it can be asked. */
const trained = (kernel: LstmKernel, given: Case) => {
  const shape = shapeOf(given.edges, given.operations, given.hidden, given.head)
  const samples = samplesFor(shape, given.count, given.seed)
  const start = startFor(shape, given.scale, given.seed)
  const training = kernel.train(shape, { ...adam, weightDecay: given.weightDecay }, given.batch, start, samples)
  for (const b of [0, 1, 2]) {
    training.pass(permutation({ seed: given.seed, stream: "estimator-batches", a: 0, b }, given.count))
  }
  training.pass(batchOrder("drawn", batchAddress({ seed: given.seed, lane: 0 }, 0, 3), given.count, given.count))
  const progress = training.progress()
  return {
    progress,
    predictions: training.predictions(),
    predicted: kernel.predict(shape, progress.weights, samples.inputs, given.count),
    gradient: kernel.gradient(shape, progress.weights, samples.inputs, given.count)
  }
}

describe("WebAssembly form of the LSTM", () => {
  it("equals the plain form bit for bit, whatever the shape, the head, the batch and the weights", () => {
    fc.assert(
      fc.property(cases, (given) => {
        expect(trained(wasm, given)).toStrictEqual(trained(plainLstmKernel, given))
      }),
      { numRuns: 100, seed: 4 }
    )
  })

  it.each([[28, 8, 16], [6, 5, 16], [3, 2, 64]])("equals it at %i edges, %i operations, hidden %i", (edges, operations, hidden) => {
    const given: Case = {
      edges, operations, hidden, head: "twice-sigmoid", count: 21, batch: 13, scale: 0.25, weightDecay: 0, seed: 2
    }
    expect(trained(wasm, given)).toStrictEqual(trained(plainLstmKernel, given))
  })

  it.each([
    { batches: "passes", weightDecay: 0, forgetBias: 0 },
    { batches: "drawn", weightDecay: 1e-2, forgetBias: 1 }
  ] as const)("equals it through whole fits of the estimator, with every head ($batches)", (changes) => {
    for (const head of heads) {
      const [fast, plain] = [wasm, plainLstmKernel].map((kernel) => {
        const shape = shapeOf(6, 5, 16, head)
        const context = contextFor(6, 5, { head, ...changes }, { seed: 3 })
        const psi = lstm({ ...context, environment: { ...context.environment, lstmKernel: kernel } })
        return psi.fit(psi.fit(psi.init(), samplesFor(shape, 30, 1), 20, null).state, samplesFor(shape, 31, 2), 20, 0.8)
      })
      expect(fast).toStrictEqual(plain)
    }
  })

  it("keeps trainings apart that take turns in its one memory", () => {
    const shapes = [shapeOf(4, 3, 6, "affine"), shapeOf(7, 2, 3, "softplus")]
    const together = (kernel: LstmKernel) => {
      const trainings = shapes.map((shape) => kernel.train(shape, adam, 4, startFor(shape, 0.5, 1), samplesFor(shape, 9, 1)))
      for (let pass = 0; pass < 3; pass++) {
        for (const training of trainings) training.pass(inOrder(9))
        kernel.predict(shapes[0]!, startFor(shapes[0]!, 1, 2).weights, numbers(1, 12), 1)
      }
      return trainings.map((training) => [training.progress(), training.predictions(), training.progress()])
    }
    expect(together(wasm)).toStrictEqual(together(plainLstmKernel))
  })

  it("gives arrays that later work leaves alone, and changes none of its arguments", () => {
    const shape = shapeOf(4, 3, 6, "affine")
    const [start, samples] = [startFor(shape, 0.5, 1), samplesFor(shape, 9, 1)]
    const before = structuredClone([start, samples])
    const training = wasm.train(shape, adam, 4, start, samples)
    const first = training.progress()
    training.pass(inOrder(9))
    const [reached, predictions] = [training.progress(), training.predictions()]
    const kept = structuredClone([reached, predictions])
    training.pass(inOrder(9))
    expect([start, samples]).toEqual(before)
    expect(first).toEqual(start)
    expect([reached, predictions]).toEqual(kept)
    expect(training.progress().weights).not.toEqual(reached.weights)
  })

  it("grows its memory for thousands of samples, and predicts any number of them", () => {
    const shape = shapeOf(28, 8, 2, "affine")
    const samples = samplesFor(shape, 3001, 1)
    const results = [wasmLstmKernel(), plainLstmKernel].map((kernel) => {
      const training = kernel.train(shape, adam, 1000, startFor(shape, 0.5, 1), samples)
      training.pass(inOrder(3001))
      const { weights } = training.progress()
      return [weights, training.predictions(), kernel.predict(shape, weights, samples.inputs, 3001)]
    })
    expect(results[0]).toStrictEqual(results[1])
  })

  it("says so where the memory cannot hold the work, and goes on with other work", () => {
    const kernel = wasmLstmKernel()
    const vast = shapeOf(28, 8, 1_000_000, "affine")
    expect(() => kernel.predict(vast, new Float64Array(1), new Float64Array(224), 1)).toThrow(/choose fewer hidden units/)
    const small = shapeOf(2, 2, 2, "affine")
    const { weights } = startFor(small, 0.5, 1)
    const input = numbers(1, 4)
    expect(kernel.predict(small, weights, input, 1)).toStrictEqual(plainLstmKernel.predict(small, weights, input, 1))
  })
})
