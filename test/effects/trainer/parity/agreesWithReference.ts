import { describe, expect, it } from "vitest"
import { nasnet } from "../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import type { Architecture } from "../../../../src/core/architecture/architecture.ts"
import { descend } from "../../../../src/effects/trainer/reference/descent.ts"
import { referenceStep } from "../../../../src/effects/trainer/reference/referenceStep.ts"
import type { Tensor } from "../../../../src/effects/trainer/reference/tensor.ts"
import { hashedBatch, hashedChoice, rememberedParameter } from "../reference/hashed.ts"
import { agrees, openCase } from "./agrees.ts"
import { anyArchitecture, type Case, own, shapeOf, small, staged } from "./cases.ts"
import type { OpenNetwork } from "./ParityNetwork.ts"

/** The networks in which every engine has to agree with the plain reference, and with the engine `beside` where one is given. */
export const agreesWithReference = (name: string, open: OpenNetwork, beside?: OpenNetwork): unknown => describe(name, () => {
  const check = async (example: Case, architecture: Architecture): Promise<void> =>
    agrees(await openCase(open, example), example, architecture, "images",
      beside === undefined ? undefined : await openCase(beside, example))

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
  ] as const)("%s", async (_, example, architecture) => {
    await check(example, architecture)
  })

  it.each([1, 2, 3, 7, 8, 9, 17])("a batch of %i", async (count) => {
    for (const like of [small, staged]) {
      await check({ ...like, images: [count, 3, 8, 8] }, anyArchitecture(like.space, `batch ${count}`))
    }
  })

  it("a last batch that is smaller, and then a whole one again", async () => {
    for (const like of [small, staged]) {
      const network = await openCase(open, like, 11)
      for (const [step, count] of [11, 3, 1, 11].entries()) {
        const example = { ...like, images: [count, 3, 8, 8] }
        await agrees(network, example, anyArchitecture(like.space, `step ${step}`), `images ${step}`)
      }
    }
  })

  it.each([
    [4, 4], [3, 5], [1, 1], [2, 1], [1, 9], [17, 6]
  ])("images of %i x %i, halved twice", async (height, width) => {
    for (const like of [small, staged]) {
      await check({ ...like, images: [6, 3, height, width] }, anyArchitecture(like.space, `${height} x ${width}`))
    }
  })

  it.each([1, 2, 3, 5, 6, 8, 12])("C = %i", async (channels) => {
    for (const like of [small, staged, { ...small, space: own }]) {
      await check({ ...like, channels, images: [2, 3, 7, 6] }, anyArchitecture(like.space, `C = ${channels}`))
    }
  })

  it.each([
    { channels: 4, layers: 1, classes: 1, images: [3, 1, 6, 6] },
    { channels: 4, layers: 2, classes: 2, images: [3, 4, 6, 6] },
    { channels: 4, layers: 5, classes: 7, images: [3, 5, 8, 8] },
    { channels: 2, layers: 9, classes: 100, images: [3, 9, 8, 8] }
  ])("$layers cells, $classes classes, images of $images.1 channels", async (sizes) => {
    for (const space of [nasnet, nb201, own]) await check({ space, ...sizes }, anyArchitecture(space, `L = ${sizes.layers}`))
  })

  it.each(Array.from({ length: 12 }, (_, n) => n))("any architecture of a user's own space, %i", async (n) => {
    await check({ ...small, space: own, images: [4, 3, 9, 8] }, anyArchitecture(own, `own ${n}`))
  })

  it("steps of SGD: what was sampled moves as it should, all else stays as it is", async () => {
    for (const example of [small, staged, { ...small, space: own }]) {
      const network = await openCase(open, example)
      const weights = new Map<string, Tensor>()
      const momenta = new Map<string, Tensor>()
      const parameter = rememberedParameter(weights)
      const initial = await network.parameters()
      for (const [step, learningRate] of [0.025, 0.02, 0.1].entries()) {
        const choice = hashedChoice(example.space, anyArchitecture(example.space, `SGD ${step}`))
        const batch = hashedBatch(`images ${step}`, example.images, example.classes)
        const { gradients } = referenceStep(shapeOf(example), choice, parameter, batch.images, batch.labels)
        descend(weights, momenta, gradients, { learningRate, momentum: 0.9, weightDecay: 3e-4, clip: 5 })
        await network.descend(choice, batch, learningRate)
      }
      for (const [name, own] of await network.parameters()) {
        const expected = weights.get(name)
        if (expected === undefined) expect(own, name).toEqual(initial.get(name))
        else expected.data.forEach((w, i) => expect(Math.abs(own[i] - w), `${name}[${i}]`).toBeLessThan(1e-5))
      }
    }
  })
})
