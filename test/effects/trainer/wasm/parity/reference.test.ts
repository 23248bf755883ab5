import { describe, expect, it } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../../src/core/architecture/spaces/nb201.ts"
import type { Architecture } from "../../../../../src/core/architecture/architecture.ts"
import { allowedOperations } from "../../../../../src/core/architecture/space.ts"
import type { Space } from "../../../../../src/core/architecture/space.ts"
import { descend, normOf } from "../../../../../src/effects/trainer/reference/descent.ts"
import { referenceStep } from "../../../../../src/effects/trainer/reference/referenceStep.ts"
import type { Tensor } from "../../../../../src/effects/trainer/reference/tensor.ts"
import { deviationOf } from "../../reference/deviation.ts"
import { hashedBatch, hashedChoice, hashedParameter, hashedWord } from "../../reference/hashed.ts"
import { stepRecords } from "../../reference/pytorchResults.ts"
import { embeddedNetwork } from "./embedded.ts"
import type { EmbeddedNetwork } from "./embedded.ts"

interface Case {
  readonly space: Space
  readonly channels: number
  readonly layers: number
  readonly classes: number
  /** `[images, channels, height, width]` */
  readonly images: readonly number[]
}

const own = stepRecords.find(({ name }) => name === "own space")!.space

const anyArchitecture = (space: Space, name: string): Architecture =>
  allowedOperations(space).map((allowed, e) => allowed[hashedWord(name, e) % allowed.length])

const shapeOf = ({ space, channels, layers, classes, images }: Case) =>
  ({ space, channels, layers, classes, image: { channels: images[1], height: images[2], width: images[3] } })

const engineOf = (example: Case, batch = example.images[0]): EmbeddedNetwork => {
  const engine = embeddedNetwork(shapeOf(example), batch)
  engine.setParameters((name, shape) => hashedParameter(name, shape).data)
  return engine
}

/**
 * Loss to 1e-5; each gradient tensor to 1e-3 of its norm, or, where it nearly cancels out, to 1e-5 of that of all. With a
 * batch of one image all gradients of a DARTS network cancel out but the classifier's bias: the mean of a normalised map
 * is then 0 whatever the weights are. What is left is the rounding, large where a channel hardly varies.
 */
const agrees = (engine: EmbeddedNetwork, example: Case, architecture: Architecture, batchName = "images"): void => {
  const cancelled = example.images[0] === 1 && example.space.cells[0].inputs === 2 ? 5e-3 : 1e-5
  const choice = hashedChoice(example.space, architecture)
  const batch = hashedBatch(batchName, example.images, example.classes)
  const expected = referenceStep(shapeOf(example), choice, hashedParameter, batch.images, batch.labels)
  const { loss, right, gradients } = engine.gradients(choice, batch)
  expect(deviationOf(loss, expected.loss), "loss").toBeLessThan(1e-5)
  expect(right).toBe(expected.right)
  expect([...gradients.keys()].toSorted()).toEqual([...expected.gradients.keys()].toSorted())
  const whole = normOf(expected.gradients.values())
  for (const [name, { data }] of expected.gradients) {
    const gradient = gradients.get(name)!
    expect(gradient).toHaveLength(data.length)
    const difference = Math.sqrt(data.reduce((sum, g, i) => sum + (g - gradient[i]) ** 2, 0))
    const own = Math.sqrt(data.reduce((sum, g) => sum + g * g, 0))
    expect(difference, `${name}, whose norm is ${own}`).toBeLessThanOrEqual(Math.max(1e-3 * own, cancelled * whole))
  }
}

const small: Case = { space: nasnet, channels: 4, layers: 3, classes: 10, images: [5, 3, 8, 8] }
const staged: Case = { ...small, space: nb201 }

describe("the engine agrees with the plain reference", () => {
  const none = Array<number>(14).fill(0)
  it.each([
    ["only none in all cells", small, [...none, ...none]],
    ["only none in reduction cells", small, [...anyArchitecture(nasnet, "a").slice(0, 14), ...none]],
    ["only none in normal cells", small, [...none, ...anyArchitecture(nasnet, "a").slice(14)]],
    ["only skip", small, Array<number>(28).fill(3)],
    ["only max pools", small, Array<number>(28).fill(1)],
    ["only average pools", small, Array<number>(28).fill(2)],
    ["nb201: only none", staged, Array<number>(6).fill(0)],
    ["nb201: only skip", staged, Array<number>(6).fill(1)],
    ["nb201: only average pools", staged, Array<number>(6).fill(4)],
    ["nb201: a node that nothing reads", staged, [3, 3, 2, 1, 4, 0]]
  ] as const)("%s", (_, example, architecture) => {
    agrees(engineOf(example), example, architecture)
  })

  it.each([1, 2, 3, 7, 8, 9, 17])("a batch of %i", (count) => {
    for (const like of [small, staged]) {
      const example = { ...like, images: [count, 3, 8, 8] }
      agrees(engineOf(example), example, anyArchitecture(like.space, `batch ${count}`))
    }
  })

  it("a last batch that is smaller, and then a whole one again", () => {
    for (const like of [small, staged]) {
      const engine = engineOf(like, 11)
      for (const [step, count] of [11, 3, 1, 11].entries()) {
        const example = { ...like, images: [count, 3, 8, 8] }
        agrees(engine, example, anyArchitecture(like.space, `step ${step}`), `images ${step}`)
      }
    }
  })

  it.each([
    [4, 4], [3, 5], [1, 1], [2, 1], [1, 9], [17, 6]
  ])("images of %i x %i, halved twice", (height, width) => {
    for (const like of [small, staged]) {
      const example = { ...like, images: [6, 3, height, width] }
      agrees(engineOf(example), example, anyArchitecture(like.space, `${height} x ${width}`))
    }
  })

  it.each([1, 2, 3, 5, 6, 8, 12])("C = %i", (channels) => {
    for (const like of [small, staged, { ...small, space: own }]) {
      const example = { ...like, channels, images: [2, 3, 7, 6] }
      agrees(engineOf(example), example, anyArchitecture(like.space, `C = ${channels}`))
    }
  })

  it.each([
    { channels: 4, layers: 1, classes: 1, images: [3, 1, 6, 6] },
    { channels: 4, layers: 2, classes: 2, images: [3, 4, 6, 6] },
    { channels: 4, layers: 5, classes: 7, images: [3, 5, 8, 8] },
    { channels: 2, layers: 9, classes: 100, images: [3, 9, 8, 8] }
  ])("$layers cells, $classes classes, images of $images.1 channels", (sizes) => {
    for (const space of [nasnet, nb201, own]) {
      const example = { space, ...sizes }
      agrees(engineOf(example), example, anyArchitecture(space, `L = ${sizes.layers}`))
    }
  })

  it.each(Array.from({ length: 12 }, (_, n) => n))("any architecture of a user's own space, %i", (n) => {
    const example = { ...small, space: own, images: [4, 3, 9, 8] }
    agrees(engineOf(example), example, anyArchitecture(own, `own ${n}`))
  })

  it("steps of SGD: what was sampled moves as it should, all else stays as it is", () => {
    for (const example of [small, staged, { ...small, space: own }]) {
      const engine = engineOf(example)
      const weights = new Map<string, Tensor>()
      const momenta = new Map<string, Tensor>()
      const parameter = (name: string, shape: readonly number[]): Tensor => {
        const known = weights.get(name) ?? hashedParameter(name, shape)
        weights.set(name, known)
        return known
      }
      const initial = engine.parameters()
      for (const [step, learningRate] of [0.025, 0.02, 0.1].entries()) {
        const choice = hashedChoice(example.space, anyArchitecture(example.space, `SGD ${step}`))
        const batch = hashedBatch(`images ${step}`, example.images, example.classes)
        const { gradients } = referenceStep(shapeOf(example), choice, parameter, batch.images, batch.labels)
        descend(weights, momenta, gradients, { learningRate, momentum: 0.9, weightDecay: 3e-4, clip: 5 })
        engine.descend(choice, batch, learningRate)
      }
      for (const [name, own] of engine.parameters()) {
        const expected = weights.get(name)
        if (expected === undefined) expect(own, name).toEqual(initial.get(name))
        else expected.data.forEach((w, i) => expect(Math.abs(own[i] - w), `${name}[${i}]`).toBeLessThan(1e-5))
      }
    }
  })
})
