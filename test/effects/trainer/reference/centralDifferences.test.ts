import { describe, expect, it } from "vitest"
import { nasnet } from "../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import { referenceStep } from "../../../../src/effects/trainer/reference/referenceStep.ts"
import { mapped } from "../../../../src/effects/trainer/reference/tensor.ts"
import type { Tensor } from "../../../../src/effects/trainer/reference/tensor.ts"
import { hashed, hashedBatch, hashedChoice, hashedParameter } from "./hashed.ts"
import { operationRecords } from "./pytorchResults.ts"
import { recordedOperation, recordedTensors } from "./recordedOperation.ts"

const product = (a: Tensor, b: Tensor): number => a.data.reduce((sum, x, i) => sum + x * b.data[i], 0)

/** (f(x + h d) - f(x - h d)) / 2h: the slope of f at x in the direction d. */
const slope = (f: (moved: Tensor) => number, x: Tensor, d: Tensor, h: number): number =>
  (f(mapped(x, (v, i) => v + h * d.data[i])) - f(mapped(x, (v, i) => v - h * d.data[i]))) / (2 * h)

/** The steps are short enough that none of the values here crosses a kink of ReLU or of the maximum. */
describe("gradients of the plain reference are slopes", () => {
  const kinds = [...new Set(operationRecords.map(({ kind }) => kind))]

  it.each(kinds)("%s: by every number of every tensor", (kind) => {
    for (const record of operationRecords.filter((record) => record.kind === kind && !record.name.endsWith("6x4"))) {
      const tensors = recordedTensors(record)
      const { output, gradients } = recordedOperation(record, tensors)
      const upstream = hashed(`${record.name}.gradient`, output.shape)
      for (const [tensor, value] of tensors) {
        const f = (moved: Tensor): number =>
          product(recordedOperation(record, new Map([...tensors, [tensor, moved]])).output, upstream)
        gradients.get(tensor)!.data.forEach((gradient, i) => {
          const unit = mapped(value, (_, j) => (i === j ? 1 : 0))
          const difference = Math.abs(slope(f, value, unit, 1e-5) - gradient)
          expect(difference, `${record.name}: by ${tensor}[${i}]`).toBeLessThan(1e-8)
        })
      }
    }
  })

  const networks = [
    { space: nasnet, layers: 3, architecture: Array.from({ length: 28 }, (_, e) => (3 * e + 1) % 8) },
    { space: nb201, layers: 3, architecture: [3, 1, 2, 4, 3, 2] }
  ]
  it.each(networks)("a small super-network of $space.name: in a direction of every tensor", (case_) => {
    const { space, layers, architecture } = case_
    const network = { space, channels: 2, layers, classes: 4, image: { channels: 1, height: 7, width: 6 } }
    const { images, labels } = hashedBatch("images", [4, 1, 7, 6], 4)
    const choice = hashedChoice(space, architecture)
    const { gradients } = referenceStep(network, choice, hashedParameter, images, labels)
    for (const [name, gradient] of gradients) {
      const f = (moved: Tensor): number => {
        const parameters = (other: string, shape: readonly number[]): Tensor =>
          other === name ? moved : hashedParameter(other, shape)
        return referenceStep(network, choice, parameters, images, labels).loss
      }
      const value = hashedParameter(name, gradient.shape)
      const direction = hashed(`direction of ${name}`, gradient.shape)
      const difference = Math.abs(slope(f, value, direction, 1e-6) - product(gradient, direction))
      expect(difference, name).toBeLessThan(1e-8)
    }
  })
})
