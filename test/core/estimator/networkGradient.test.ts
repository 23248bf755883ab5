import { describe, expect, it } from "vitest"
import { allowedOperations, operationMask } from "../../../src/core/architecture/space.ts"
import { autoencoder } from "../../../src/core/estimator/autoencoder.ts"
import { bilstm } from "../../../src/core/estimator/bilstm.ts"
import type { EstimatorContext } from "../../../src/core/estimator/context.ts"
import type { Estimator } from "../../../src/core/estimator/estimator.ts"
import { gnn, graphShapeOf } from "../../../src/core/estimator/gnn.ts"
import { graphDecoder } from "../../../src/core/estimator/graphDecoder.ts"
import { graphEncoder } from "../../../src/core/estimator/graphEncoder.ts"
import { unlabelledAddress } from "../../../src/core/estimator/lane.ts"
import { mlp } from "../../../src/core/estimator/mlp.ts"
import type { NetworkState } from "../../../src/core/estimator/networkState.ts"
import { unlabelled } from "../../../src/core/estimator/unlabelled.ts"
import { weightedLoss } from "../../../src/core/estimator/weightedLoss.ts"
import { contextOn, twoCells } from "./contexts.ts"
import { someSamples } from "./laws.ts"

const size = 8 * 3
const count = 4
// With beta1 = 0 and one mini-batch Adam's first moment is the gradient of the loss itself.
const contexts = (["twice-sigmoid", "affine"] as const).flatMap((head) => [1, 3].map((rounds) =>
  contextOn(twoCells, { hidden: 5, head, rounds, beta1: 0 })))

// Where an edge lacks an operation it weighs nothing in any sample.
const mask = operationMask(twoCells)
const soft = someSamples(3, count, 8, 3)
const samples = { ...soft, inputs: soft.inputs.map((h, i) => h * mask[i % size]!) }

/** The mean loss of a mini-batch of all samples, from the formula in the documentation of each estimator. */
type Loss = (psi: Estimator<NetworkState>, state: NetworkState, context: EstimatorContext) => number
const equation8: Loss = (psi, state) => weightedLoss(psi.predict(state, samples), samples)

const withReconstruction: Loss = (psi, state, context) => {
  const encoder = graphEncoder(graphShapeOf(context))
  const behind = encoder.parameters + encoder.embedding.length + 1
  const decoder = graphDecoder(mask, 8, encoder.embedding.length, behind)
  const crossEntropy = (input: Float64Array): number => {
    encoder.encode(state.weights, input, 0)
    decoder.decode(state.weights, encoder.embedding)
    return input.reduce((sum, h, i) => (h === 0 ? sum : sum - h * Math.log(decoder.probabilities[i]!)), 0) / 8
  }
  const draw = unlabelled(twoCells)
  let sum = 0
  for (let i = 0; i < count; i++) {
    const drawn = new Float64Array(size)
    draw(unlabelledAddress(context, 0), i, drawn)
    sum += crossEntropy(samples.inputs.slice(i * size, (i + 1) * size)) + crossEntropy(drawn)
  }
  return equation8(psi, state, context) + 0.1 * sum / count
}

const cases = contexts.flatMap((context) => [
  { name: "mlp", make: mlp, loss: equation8, context },
  { name: "bilstm", make: bilstm, loss: equation8, context },
  { name: "gnn", make: gnn, loss: equation8, context },
  { name: "autoencoder", make: autoencoder, loss: withReconstruction, context }
])

const title = "$name, head $context.configuration.head, $context.configuration.rounds rounds"
describe.each(cases)(title, ({ make, loss, context }) => {
  it("learns along the gradient that central differences of its loss give, for every weight", () => {
    const psi = make(context)
    const start = psi.init()
    const gradient = psi.fit(start, samples, 1, null).state.firstMoment
    const scale = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0)
    expect(scale).toBeGreaterThan(1e-3)
    const step = 1e-4
    const at = (i: number, change: number) =>
      loss(psi, { ...start, weights: start.weights.with(i, start.weights[i]! + change) }, context)
    gradient.forEach((g, i) => {
      expect(Math.abs(g - (at(i, step) - at(i, -step)) / (2 * step)) / scale).toBeLessThan(2e-6)
    })
  })
})

describe("architectures without a label", () => {
  it("hold one operation an edge, one that may stand there, each as often as the others", () => {
    const draw = unlabelled(twoCells)
    const allowed = allowedOperations(twoCells)
    const sums = new Float64Array(size)
    const drawn = new Float64Array(size)
    for (let i = 0; i < 3000; i++) {
      draw({ seed: 1, stream: "estimator-unlabelled", a: 0, b: 0 }, i, drawn)
      for (let k = 0; k < size; k++) sums[k]! += drawn[k]!
    }
    allowed.forEach((operations, e) => {
      for (let k = 0; k < 3; k++) {
        const expected = operations.includes(k) ? 3000 / operations.length : 0
        expect(Math.abs(sums[e * 3 + k]! - expected)).toBeLessThanOrEqual(expected === 0 ? 0 : 130)
      }
    })
  })
})
