import { describe, expect, it } from "vitest"
import { descend } from "../../../../src/effects/trainer/reference/descent.ts"
import { referenceStep } from "../../../../src/effects/trainer/reference/referenceStep.ts"
import type { Tensor } from "../../../../src/effects/trainer/reference/tensor.ts"
import { deviation, deviationOf } from "./deviation.ts"
import { hashedBatch, hashedChoice, hashedParameter, rememberedParameter } from "./hashed.ts"
import { curveRecords, networkShape, stepRecords, unpacked } from "./pytorchResults.ts"

/** The records' gradients are float64 ones rounded to float32. */
const rounding = 1e-7

describe("a step of the plain reference gives what PyTorch gives", () => {
  it.each(stepRecords)("$name: loss and every gradient tensor", (record) => {
    const { images, labels } = hashedBatch(record.batch, record.images, record.classes)
    const choice = hashedChoice(record.space, record.architecture)
    const { loss, gradients } = referenceStep(networkShape(record), choice, hashedParameter, images, labels)
    expect(deviationOf(loss, record.loss)).toBeLessThan(1e-13)
    expect([...gradients.keys()].toSorted()).toEqual(Object.keys(record.gradients).toSorted())
    for (const [name, gradient] of gradients) {
      const expected = unpacked(record.gradients[name])
      // what vanishes but for rounding has no digits to compare
      const whole = Math.hypot(...expected)
      const difference = deviation(gradient.data, expected) * (whole || 1)
      expect(difference, name).toBeLessThan(rounding * whole + 1e-13 * record.norm)
    }
  })
})

describe("twenty steps of descent", () => {
  it.each(curveRecords)("$name: the plain reference's losses are PyTorch's", (record) => {
    const weights = new Map<string, Tensor>()
    const momenta = new Map<string, Tensor>()
    const parameter = rememberedParameter(weights)
    const losses = record.losses.map((_, step) => {
      const { images, labels } = hashedBatch(`${record.batch} ${step % 3}`, record.images, record.classes)
      const choice = hashedChoice(record.space, record.architectures[step % record.architectures.length])
      const { loss, gradients } = referenceStep(networkShape(record), choice, parameter, images, labels)
      descend(weights, momenta, gradients, { learningRate: 0.025, momentum: 0.9, weightDecay: 3e-4, clip: 5 })
      return loss
    })
    losses.forEach((loss, step) => {
      expect(deviationOf(loss, record.losses[step]), `step ${step}: ${loss}`).toBeLessThan(1e-9)
    })
  })
})
