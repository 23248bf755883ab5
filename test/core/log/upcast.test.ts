import { isRight } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { decodeStrict } from "../../../src/core/codec/decodeStrict.ts"
import { formatVersion, upcast } from "../../../src/core/log/upcast.ts"
import { Configuration, paperConfiguration } from "../../../src/core/search/configuration.ts"

const without = (options: object, gone: object): object =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !Object.hasOwn(gone, name)))

/** What format 2 brought, and what format 3 did. */
const ofImages = {
  images: null, imagesPerTraining: null, validationImages: null, augmentation: "crop-and-flip", validationStatistics: "batch"
}
const ofEstimators = {
  own: null, members: 1, parts: ["lstm", "gp"], input: "soft", target: "loss", forgetBias: 0, weightDecay: 0,
  batches: "passes", neighbours: 5, rounds: 3, trees: 100, depth: 3, shrinkage: 0.1
}
const proposal = {
  candidates: 1, optimism: 1, exploration: 0, restartAfter: null, restartDraws: 10, noise: "plain", population: 10, tournament: 5
}

const estimator = without(paperConfiguration.estimator, ofEstimators)
const training = without(paperConfiguration.training, ofImages)
const first = { ...without(paperConfiguration, { proposal }), estimator, training }
const second = { ...first, training: { ...training, ...ofImages } }

const configured = (configuration: unknown) => ({ type: "configured", data: { configuration, seed: 1 } })

describe("a configuration of an older format", () => {
  it("of format 1 gets the options of training on images, which it could not name, then those of format 3", () => {
    const { data } = upcast(1, configured(first)) as ReturnType<typeof configured>
    expect(data.configuration).toMatchObject({ training: { ...training, ...ofImages } })
    expect(upcast(1, configured(first))).toEqual(upcast(2, configured(second)))
  })

  it("of format 2 gets the estimators' options and the ways to choose, as they worked then", () => {
    expect(upcast(2, configured(second))).toEqual(configured({ ...second, proposal, estimator: { ...estimator, ...ofEstimators } }))
  })

  it.each([[1, first], [2, second]])("of format %i is today's in every option", (version, configuration) => {
    const { data } = upcast(version, configured(configuration)) as ReturnType<typeof configured>
    expect(isRight(decodeStrict(Configuration, data.configuration))).toBe(true)
  })
})

describe.each(Array.from({ length: formatVersion - 1 }, (_, i) => i + 1))("an event of format %i", (version) => {
  it("of any other type stays as it is, and so does what is damaged", () => {
    for (const event of [
      { type: "measured", data: { step: 1, loss: 0.5 } },
      { type: "reconfigured", data: { configuration: { training: { batch: 3 } } } },
      { type: "configured", data: null },
      { type: "configured", data: { configuration: [] } },
      configured({ training: 7 }),
      configured({ estimator: [] })
    ]) expect(upcast(version, event)).toBe(event)
  })
})

it("an event of today's format is left alone", () => {
  const event = configured(first)
  expect(upcast(formatVersion, event)).toBe(event)
})
