import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { batchOrder } from "../../../src/core/estimator/batchOrder.ts"
import { batchAddress } from "../../../src/core/estimator/lane.ts"
import { permutation } from "../../../src/core/random/permutation.ts"

const addressOf = (pass: number, lane = 0) => batchAddress({ seed: 3, lane }, 2, pass)

describe("the samples of a pass", () => {
  it("are all of them once, in a random order, where the memory is gone through", () => {
    expect(batchOrder("passes", addressOf(1), 50, 8)).toEqual(permutation(addressOf(1), 50))
  })

  it("are one mini-batch in rising order, the newest always among them, where they are drawn", () => {
    const [counts, sizes] = [fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 64 })]
    fc.assert(fc.property(counts, sizes, fc.nat(100), (count, batch, pass) => {
      const order = batchOrder("drawn", addressOf(pass), count, batch)
      expect(order).toHaveLength(Math.min(count, batch))
      expect([...order]).toEqual([...order].toSorted((a, b) => a - b))
      expect(order.at(-1)).toBe(count - 1)
    }))
  })

  it("are drawn with replacement and equally often", () => {
    const counts = Array.from({ length: 10 }, () => 0)
    for (let pass = 0; pass < 2000; pass++) for (const i of batchOrder("drawn", addressOf(pass), 10, 10)) counts[i]!++
    // the newest: once for sure and 9 times with probability 1 / 10
    expect(Math.abs(counts[9]! - 2000 * 1.9)).toBeLessThan(200)
    for (const drawn of counts.slice(0, 9)) expect(Math.abs(drawn - 2000 * 0.9)).toBeLessThan(200)
    expect(batchOrder("drawn", addressOf(0), 10, 10)).not.toEqual(batchOrder("passes", addressOf(0), 10, 10).toSorted())
  })

  it("differ from pass to pass and from lane to lane", () => {
    const orders = [addressOf(0), addressOf(1), addressOf(0, 1)]
      .map((address) => String(batchOrder("drawn", address, 40, 20)))
    expect(new Set(orders).size).toBe(3)
  })
})
