import { expect } from "vitest"
import type { Architecture } from "../../../../src/core/architecture/architecture.ts"
import { referenceStep } from "../../../../src/effects/trainer/reference/referenceStep.ts"
import { mapped } from "../../../../src/effects/trainer/reference/tensor.ts"
import { deviationOf } from "../reference/deviation.ts"
import { hashed, hashedBatch, hashedChoice, hashedParameter } from "../reference/hashed.ts"
import { type Case, shapeOf } from "./cases.ts"
import type { OpenNetwork, ParityNetwork, StepResult } from "./ParityNetwork.ts"

export const openCase = async (open: OpenNetwork, example: Case, batch = example.images[0]): Promise<ParityNetwork> => {
  const network = open(shapeOf(example), batch)
  await network.setParameters((name, shape) => hashedParameter(name, shape).data)
  return network
}

type Numbers = ArrayLike<number> & Iterable<number>

interface Compared extends StepResult {
  readonly gradients: ReadonlyMap<string, Numbers>
}

const norm = (numbers: Iterable<number>): number => {
  let sum = 0
  for (const x of numbers) sum += x * x
  return Math.sqrt(sum)
}

/**
 * Loss to 1e-5; each gradient tensor to 1e-3 of its norm, or, where it nearly cancels out, to `cancelled` of that of all.
 * `rounding` says how far the rounding of the weights to float32 alone may move the loss: asked where the 1e-5 do not do.
 */
export const resultsAgree = (found: Compared, expected: Compared, cancelled: number, rounding = () => 0): void => {
  const apart = deviationOf(found.loss, expected.loss)
  expect(apart, "loss").toBeLessThan(apart < 1e-5 ? 1e-5 : Math.max(1e-5, 10 * rounding()))
  expect(found.right).toBe(expected.right)
  expect([...found.gradients.keys()].toSorted()).toEqual([...expected.gradients.keys()].toSorted())
  const whole = Math.hypot(...[...expected.gradients.values()].map(norm))
  for (const [name, wanted] of expected.gradients) {
    const gradient = found.gradients.get(name)!
    expect(gradient).toHaveLength(wanted.length)
    const difference = norm(Array.from(wanted, (g, i) => g - gradient[i]))
    const own = norm(wanted)
    expect(difference, `${name}, whose norm is ${own}`).toBeLessThanOrEqual(Math.max(1e-3 * own, cancelled * whole))
  }
}

/** What becomes of the loss when every weight moves by up to half a digit of float32, one way or the other. */
const roundingOf = (step: (parameters: typeof hashedParameter) => StepResult): number => {
  const exact = step(hashedParameter).loss
  return Math.max(...["a", "b", "c"].map((way) => deviationOf(step((name, shape) => {
    const ways = hashed(`${way} ${name}`, shape).data
    return mapped(hashedParameter(name, shape), (w, i) => w * (1 + 2 ** -24 * ways[i]))
  }).loss, exact)))
}

/**
 * An engine's step against the plain reference's, and `beside` it another engine's. With a batch of one image all
 * gradients of a DARTS network cancel out but the classifier's bias: the mean of a normalised map is then 0 whatever the
 * weights are. What is left is the rounding, large where a channel hardly varies.
 */
export const agrees = async (
  network: ParityNetwork, example: Case, architecture: Architecture, batchName = "images", beside?: ParityNetwork
): Promise<void> => {
  const cancelled = example.images[0] === 1 && example.space.cells[0].inputs === 2 ? 5e-3 : 1e-5
  const choice = hashedChoice(example.space, architecture)
  const batch = hashedBatch(batchName, example.images, example.classes)
  const step = (parameters: typeof hashedParameter) =>
    referenceStep(shapeOf(example), choice, parameters, batch.images, batch.labels)
  const rounding = () => roundingOf(step)
  const { loss, right, gradients } = step(hashedParameter)
  const expected = { loss, right, gradients: new Map([...gradients].map(([name, { data }]) => [name, data])) }
  const found = await network.gradients(choice, batch)
  resultsAgree(found, expected, cancelled, rounding)
  if (beside !== undefined) resultsAgree(found, await beside.gradients(choice, batch), cancelled, rounding)
}
