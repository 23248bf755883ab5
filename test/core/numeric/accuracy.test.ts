import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { float64Bytes } from "../../../src/core/codec/float64Array.ts"
import { cosPi } from "../../../src/core/numeric/cosPi.ts"
import { exp } from "../../../src/core/numeric/exp.ts"
import { powerOfTwo } from "../../../src/core/numeric/float64Bits.ts"
import { log } from "../../../src/core/numeric/log.ts"
import { tanh } from "../../../src/core/numeric/tanh.ts"
import { uniforms } from "../../../src/core/random/uniform.ts"
import { bitsOf, exactCosPi, exactExp, exactLog, exactTanh, fromBits, ulpsApart } from "./correctlyRounded.ts"
import references from "./references.json" with { type: "json" }

/** Turns two uniform numbers into an argument. */
type Region = (u: number, v: number) => number

const sign = (v: number): number => (v < 0.5 ? -1 : 1)
const float64 = (exponent: number, fraction: number): number => (1 + fraction) * powerOfTwo(Math.floor(exponent))

interface Case {
  readonly name: keyof typeof references
  readonly ours: (x: number) => number
  readonly exact: (x: number) => number
  readonly regions: Readonly<Record<string, Region>>
  /** start of the SHA-256 over all values: it changes with any bit, and then recorded searches change too */
  readonly digest: string
}

const cases: readonly Case[] = [
  {
    name: "exp", ours: exp, exact: exactExp,
    regions: {
      "all that neither overflows nor vanishes": (u) => -745.2 + u * 1455,
      "denormal results": (u) => -745.2 + u * 37,
      "next to overflow": (u) => 709.7 + u * 0.09,
      "around 0": (u) => 4 * u - 2,
      "tiny arguments": (u, v) => sign(v) * float64(-70 + u * 70, v)
    },
    digest: "bd0c59c895a772f1"
  },
  {
    name: "log", ours: log, exact: exactLog,
    regions: {
      "all exponents": (u, v) => float64(-1022 + u * 2046, v),
      "denormal arguments": (u, v) => fromBits(1n + bitsOf(v) >> BigInt(11 + Math.floor(u * 50))),
      "around 1": (u) => 0.3 + u * 2.7,
      "next to 1": (u, v) => 1 + (v < 0.5 ? -0.5 : 1) * float64(-52 + u * 50, v),
      "uniform draws": (u) => u
    },
    digest: "d2abc7c87a819006"
  },
  {
    name: "tanh", ours: tanh, exact: exactTanh,
    regions: {
      "up to where it is 1": (u) => 44 * u - 22,
      "around 0": (u) => 2 * u - 1,
      "where 1 is near": (u, v) => sign(v) * (15 + 5 * u),
      "tiny arguments": (u, v) => sign(v) * float64(-60 + u * 60, v),
      "hidden units": (u) => 8 * u - 4
    },
    digest: "1ac58d57f20f794e"
  },
  {
    name: "cosPi", ours: cosPi, exact: exactCosPi,
    regions: {
      "the half turn of annealing": (u) => u,
      "next to its zero": (u, v) => 0.5 + sign(v) * float64(-53 + u * 51, v),
      "next to its top": (u, v) => sign(v) * float64(-40 + u * 38, v),
      "many turns": (u, v) => sign(v) * float64(u * 50, v),
      "fractions of epochs": (u, v) => Math.floor(u * 600) / (600 + Math.floor(v * 100))
    },
    digest: "2388b5e2d568cdb5"
  }
]

const perRegion = 21_000

for (const [order, { name, ours, exact, regions, digest }] of cases.entries()) {
  describe(name, () => {
    test("the exact arithmetic of this test agrees with mpmath to the last bit", () => {
      for (const [argument, value] of references[name]) {
        expect(exact(fromBits(BigInt(`0x${argument}`)))).toBe(fromBits(BigInt(`0x${value}`)))
      }
    })

    test("105,000 arguments are at most 1 ulp from the correctly rounded value, 19 of 20 on it", () => {
      const values = new Float64Array(perRegion * 5)
      let at = 0
      let wrong = 0
      for (const [index, [region, argument]] of Object.entries(regions).entries()) {
        const u = uniforms({ seed: 2020, stream: "split", a: order, b: index }, 2 * perRegion)
        for (let i = 0; i < perRegion; i++) {
          const x = argument(u[2 * i]!, u[2 * i + 1]!)
          const value = ours(x)
          const apart = ulpsApart(value, exact(x))
          if (apart > 1) expect.fail(`${name}(${x}), ${region}: ${apart} ulps from ${exact(x)}`)
          wrong += apart
          values[at++] = value
        }
      }
      expect(at).toBeGreaterThanOrEqual(100_000)
      expect(wrong / at).toBeLessThan(0.05)
      expect(createHash("sha256").update(float64Bytes(values)).digest("hex").slice(0, 16)).toBe(digest)
    })
  })
}
