import { describe, expect, test } from "vitest"
import { exp } from "../../../src/core/numeric/exp.ts"
import { gumbels } from "../../../src/core/random/gumbel.ts"
import { normals } from "../../../src/core/random/normal.ts"
import { permutation } from "../../../src/core/random/permutation.ts"
import { type Address, words } from "../../../src/core/random/stream.ts"
import { uniforms } from "../../../src/core/random/uniform.ts"

const at = (a: number): Address => ({ seed: 42, stream: "gradient-noise", a, b: 0 })
const count = 100_000

/** Chi-squared of counts that ought to be equal, as standard deviations from its mean. */
const excess = (counts: readonly number[]): number => {
  const expected = counts.reduce((sum, n) => sum + n, 0) / counts.length
  const chiSquared = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
  return (chiSquared - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1))
}

const histogram = (bins: Iterable<number>, size: number): readonly number[] => {
  const counts: Array<number> = Array.from({ length: size }, () => 0)
  for (const bin of bins) counts[bin]!++
  return counts
}

/** Largest distance between the empirical and the true distribution function, times sqrt(n) (Kolmogorov). */
const kolmogorov = (draws: Float64Array, distribution: (x: number) => number): number => {
  const sorted = draws.toSorted()
  const n = sorted.length
  return Math.sqrt(n) * sorted.reduce((worst, x, i) => {
    const p = distribution(x)
    return Math.max(worst, (i + 1) / n - p, p - i / n)
  }, 0)
}
/** exceeded by chance once in about 3,000 */
const likely = 2.1

const moments = (draws: Float64Array) => {
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
  return { mean, variance: draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length }
}

describe("words", () => {
  test("have every bit set half of the time, alone and with its neighbour", () => {
    const drawn = words(at(0), count)
    for (let bit = 0; bit < 32; bit++) {
      const ones = drawn.reduce((sum, w) => sum + ((w >>> bit) & 1), 0)
      const pairs = drawn.reduce((sum, w) => sum + (((w >>> bit) ^ (w >>> ((bit + 1) % 32))) & 1), 0)
      for (const n of [ones, pairs]) expect(Math.abs(n - count / 2)).toBeLessThan(4 * Math.sqrt(count / 4))
    }
  })

  test("of neighbouring addresses are unrelated", () => {
    const first = Array.from({ length: 20_000 }, (_, a) => words(at(a), 1)[0]!)
    expect(Math.abs(excess(histogram(first.map((w) => w >>> 24), 256)))).toBeLessThan(3.5)
    const steps = first.slice(1).map((w, i) => ((w - first[i]!) >>> 0) >>> 24)
    expect(Math.abs(excess(histogram(steps, 256)))).toBeLessThan(3.5)
  })
})

describe("uniforms", () => {
  test("are uniform, also two by two", () => {
    const u = uniforms(at(1), count)
    expect(kolmogorov(u, (x) => x)).toBeLessThan(likely)
    const sixteenths = u.map((x) => Math.floor(x * 16))
    const pairs = Array.from({ length: count / 2 }, (_, i) => sixteenths[2 * i]! * 16 + sixteenths[2 * i + 1]!)
    expect(Math.abs(excess(histogram(pairs, 256)))).toBeLessThan(3.5)
  })

  test("are odd multiples of 2^-53: never 0, never 1, mirrored about 1/2", () => {
    for (const u of uniforms(at(2), 10_000)) {
      expect(u > 0 && u < 1).toBe(true)
      expect((u * 2 ** 53) % 2).toBe(1)
      expect(1 - (1 - u)).toBe(u)
    }
  })
})

describe("normals", () => {
  test("have mean 0, variance 1 and 68.27 % within one deviation", () => {
    const z = normals(at(3), count)
    const { mean, variance } = moments(z)
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(count))
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
    expect(z.filter((x) => Math.abs(x) < 1).length / count).toBeCloseTo(0.6827, 2)
    expect(z.filter((x) => x > 3).length / count).toBeCloseTo(0.00135, 3)
  })
})

describe("gumbels", () => {
  test("follow exp(-exp(-x)), with mean 0.5772 and variance pi^2 / 6", () => {
    const xi = gumbels(at(4), count)
    expect(kolmogorov(xi, (x) => exp(-exp(-x)))).toBeLessThan(likely)
    const { mean, variance } = moments(xi)
    expect(mean).toBeCloseTo(0.5772, 1)
    expect(variance).toBeCloseTo(Math.PI ** 2 / 6, 1)
  })

  test("choose each of five operations equally often by their largest", () => {
    const winners = Array.from({ length: 20_000 }, (_, a) => {
      const xi = gumbels({ seed: 5, stream: "warm-up-noise", a, b: 0 }, 5)
      return xi.indexOf(Math.max(...xi))
    })
    expect(Math.abs(excess(histogram(winners, 5)))).toBeLessThan(3.5)
  })
})

describe("permutation", () => {
  test("holds each index once", () => {
    for (const n of [0, 1, 2, 3, 100, 257]) {
      expect([...permutation(at(n), n)].toSorted((i, j) => i - j)).toEqual(Array.from({ length: n }, (_, i) => i))
    }
  })

  test("takes the next word as often as the last one would favour some places", () => {
    const n = 300_000
    const drawn = words(at(0), n + 100)
    let used = 0
    const order = Array.from({ length: n }, (_, i) => i)
    for (let i = n - 1; i > 0; i--) {
      const choices = BigInt(i + 1)
      let product = BigInt(drawn[used++]!) * choices
      while (product % 2n ** 32n < 2n ** 32n % choices) product = BigInt(drawn[used++]!) * choices
      const j = Number(product >> 32n)
      const moved = order[i]!
      order[i] = order[j]!
      order[j] = moved
    }
    expect(used).toBeGreaterThan(n - 1)
    expect(permutation(at(0), n)).toEqual(Uint32Array.from(order))
  })

  test("gives all 24 orders of four equally often", () => {
    const codes = Array.from({ length: 24_000 }, (_, a) => permutation(at(a), 4).join(""))
    const names = [...new Set(codes)].toSorted()
    expect(names.length).toBe(24)
    expect(Math.abs(excess(histogram(codes.map((code) => names.indexOf(code)), 24)))).toBeLessThan(3.5)
  })

  test("puts the first of 100 at every place equally often", () => {
    const places = Array.from({ length: 20_000 }, (_, a) => permutation(at(a), 100).indexOf(0))
    expect(Math.abs(excess(histogram(places, 100)))).toBeLessThan(3.5)
  })
})
