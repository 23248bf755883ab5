import { describe, expect, it } from "vitest"
import { formatVersion, upcast } from "../../../src/core/log/upcast.ts"
import { presets } from "../../../src/core/search/presets.ts"

/** The options that format 1 did not have. */
const newer = new Set(["images", "imagesPerTraining", "validationImages", "augmentation", "validationStatistics"])
const older = Object.fromEntries(Object.entries(presets.nb201.training).filter(([name]) => !newer.has(name)))
const configured = (training: unknown) => ({
  type: "configured",
  data: { configuration: { ...presets.nb201, training }, seed: 1 }
})

describe("an event of format 1", () => {
  it("gets the options of training on images, which it could not name", () => {
    expect(upcast(1, configured(older))).toEqual(configured({
      ...older, images: null, imagesPerTraining: null, validationImages: null,
      augmentation: "crop-and-flip", validationStatistics: "batch"
    }))
  })

  it("of any other type stays as it is, and so does what is damaged", () => {
    for (const event of [
      { type: "measured", data: { step: 1, loss: 0.5 } },
      { type: "reconfigured", data: { configuration: { training: { batch: 3 } } } },
      { type: "configured", data: null },
      { type: "configured", data: { configuration: [] } },
      configured(7)
    ]) expect(upcast(1, event)).toBe(event)
  })

  it("is left alone when it is of today's format", () => {
    const event = configured(older)
    expect(upcast(formatVersion, event)).toBe(event)
  })
})
