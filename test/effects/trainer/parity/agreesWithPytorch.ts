import { describe, expect, it } from "vitest"
import { deviation, deviationOf } from "../reference/deviation.ts"
import { hashed, hashedBatch, hashedChoice, hashedParameter } from "../reference/hashed.ts"
import { curveRecords, deepRecords, networkShape, stepRecords, unpacked } from "../reference/pytorchResults.ts"
import type { StepRecord } from "../reference/pytorchResults.ts"
import type { GradientResult, OpenNetwork } from "./ParityNetwork.ts"

const norm = (numbers: Float32Array): number => deviation(numbers, numbers.map(() => 0))

/** How long a float32 run stays beside one in float64. */
export interface Together {
  /** steps whose losses agree to 1e-5 */
  readonly steps: number
  /** of any loss, relative or not */
  readonly distance: (loss: number, expected: number) => number
}

/** What PyTorch recorded, in which every engine has to agree. */
export const agreesWithPytorch = (name: string, open: OpenNetwork, { steps, distance }: Together): void => {
  const gradientsOf = async (record: StepRecord): Promise<GradientResult> => {
    const network = open(networkShape(record), record.images[0])
    await network.setParameters((name, shape) => hashedParameter(name, shape).data)
    const batch = hashedBatch(record.batch, record.images, record.classes)
    return network.gradients(hashedChoice(record.space, record.architecture), batch)
  }

  describe(`a step of ${name} gives what PyTorch gives`, () => {
    it.each(stepRecords)("$name: loss to 1e-6, every gradient tensor to 1e-5 of its norm", async (record) => {
      const { loss, gradients } = await gradientsOf(record)
      expect(deviationOf(loss, record.loss)).toBeLessThan(1e-6)
      expect([...gradients.keys()].toSorted()).toEqual(Object.keys(record.gradients).toSorted())
      for (const [name, gradient] of gradients) {
        expect(deviation(gradient, unpacked(record.gradients[name])), name).toBeLessThan(1e-5)
      }
    })

    it.each(deepRecords)("$name: loss to 1e-5, every gradient tensor to $within of its norm", async (record) => {
      const { loss, gradients } = await gradientsOf(record)
      expect(deviationOf(loss, record.loss)).toBeLessThan(1e-5)
      expect([...gradients.keys()].toSorted()).toEqual(Object.keys(record.gradients).toSorted())
      for (const [name, gradient] of gradients) {
        const [expected, projection] = record.gradients[name]
        expect(deviationOf(norm(gradient), expected), `norm of ${name}`).toBeLessThan(record.within)
        // a vector of norm 1 in any direction has a product of about 0.6 with one uniform in [-1, 1)
        const direction = hashed(`projection of ${name}`, [gradient.length]).data
        const along = direction.reduce((sum, x, i) => sum + x * gradient[i], 0)
        expect(Math.abs(along - projection) / expected, `projection of ${name}`).toBeLessThan(record.within)
      }
    })
  })

  describe(`twenty steps of ${name}`, () => {
    it.each(curveRecords)("$name: the losses are PyTorch's", async (record) => {
      const network = open(networkShape(record), record.images[0])
      await network.setParameters((name, shape) => hashedParameter(name, shape).data)
      const losses: number[] = []
      for (const step of record.losses.keys()) {
        const choice = hashedChoice(record.space, record.architectures[step % record.architectures.length])
        const batch = hashedBatch(`${record.batch} ${step % 3}`, record.images, record.classes)
        losses.push((await network.descend(choice, batch, 0.025)).loss)
      }
      const rows = losses.map((loss, step) =>
        `${step}  ${[loss, record.losses[step], record.float32[step]].map((x) => x.toFixed(7)).join("  ")}`)
      const table = `step, engine, PyTorch float64, PyTorch float32\n${rows.join("\n")}\n`
      const apart = (of: Together["distance"]) => losses.map((loss, step) => of(loss, record.losses[step]))
      expect(Math.max(...apart(deviationOf).slice(0, steps)), table).toBeLessThan(1e-5)
      // A value that falls on the other side of a kink in float32 sets two runs apart, and each step makes the distance
      // some three times as large: PyTorch's own float32 runs of other batches were up to 0.1 away after twenty steps.
      expect(Math.max(...apart(distance)), table).toBeLessThan(0.1)
    })
  })
}
