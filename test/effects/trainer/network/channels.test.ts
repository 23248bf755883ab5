import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { halves, halvesOf, image, join } from "../../../../src/effects/trainer/network/channels.ts"

describe("the layout of a map's channels", () => {
  it("is the identity for multiples of 8", () => {
    for (const channels of [8, 16, 48]) {
      expect(halves(channels)).toEqual({
        logical: channels, physical: channels, places: Array.from({ length: channels }, (_, c) => c)
      })
    }
  })

  it("fills each half up to quads where the number is another one", () => {
    expect(halves(5)).toEqual({ logical: 5, physical: 8, places: [0, 1, 2, 4, 5] })
    expect(halves(10)).toEqual({ logical: 10, physical: 16, places: [0, 1, 2, 3, 4, 8, 9, 10, 11, 12] })
    expect(halves(1)).toEqual({ logical: 1, physical: 8, places: [0] })
  })

  it("fills images up to one row of quads, not to halves", () => {
    expect(image(3)).toEqual({ logical: 3, physical: 4, places: [0, 1, 2] })
    expect(image(1).physical).toBe(4)
    expect(image(5)).toEqual({ logical: 5, physical: 8, places: [0, 1, 2, 3, 4] })
  })

  it("joins the nodes of a cell one behind the other", () => {
    expect(join([halves(3), halves(3)]).places).toEqual([0, 1, 4, 8, 9, 12])
  })

  it("has as many rising places as channels, within a multiple of 8, and halves of the same size", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), (channels) => {
      const { logical, physical, places } = halves(channels)
      const [even, odd] = halvesOf(channels)
      expect([logical, places.length, even.logical + odd.logical]).toEqual([channels, channels, channels])
      expect(physical % 8).toBe(0)
      expect([even.physical, odd.physical]).toEqual([physical / 2, physical / 2])
      expect(places.every((place, c) => place < physical && (c === 0 || place > places[c - 1]))).toBe(true)
    }))
  })
})
