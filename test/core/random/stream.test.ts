import { describe, expect, test } from "vitest"
import { gumbels } from "../../../src/core/random/gumbel.ts"
import { normals } from "../../../src/core/random/normal.ts"
import { permutation } from "../../../src/core/random/permutation.ts"
import { philox } from "../../../src/core/random/philox.ts"
import { type Address, type Stream, words } from "../../../src/core/random/stream.ts"
import { uniforms } from "../../../src/core/random/uniform.ts"

const streams: readonly Stream[] = [
  "architecture-initialisation", "warm-up-noise", "search-noise", "gradient-noise", "estimator-initialisation",
  "estimator-batches", "split", "image-order", "augmentation", "network-initialisation", "drop-path"
]
const address = (change: Partial<Address> = {}): Address => ({ seed: 1, stream: "search-noise", a: 0, b: 0, ...change })

describe("an address", () => {
  test("is the key and the counter of Philox: seed, block, b, a, number of the stream", () => {
    const seed = 2 ** 53 - 2
    streams.forEach((stream, number) => {
      const block = new Uint32Array(4)
      philox(2, 5, 0xfffffffe, number, 0xfffffffe, 0x1fffff, block, 0)
      expect([...words({ seed, stream, a: 0xfffffffe, b: 5 }, 12).subarray(8)]).toEqual([...block])
    })
  })

  test("fixes its draws, whatever was drawn before and however many are asked for", () => {
    const alone = uniforms(address({ a: 7 }), 10)
    words(address(), 1000)
    expect(uniforms(address({ a: 7 }), 10)).toEqual(alone)
    for (const draws of [words, uniforms, normals, gumbels]) {
      const many = draws(address({ a: 7 }), 41)
      for (const count of [0, 1, 2, 3, 4, 5, 40]) {
        expect([...draws(address({ a: 7 }), count)]).toEqual([...many.subarray(0, count)])
      }
    }
  })

  test("shares no draw with any other", () => {
    const others = [
      ...streams.map((stream) => address({ stream })),
      ...[0, 2, 2 ** 32 + 1, 2 ** 53 - 1].map((seed) => address({ seed })),
      ...[1, 2, 2 ** 32 - 1].flatMap((n) => [address({ a: n }), address({ b: n })])
    ]
    const first = others.map((other) => words(other, 4).join())
    expect(new Set(first).size).toBe(others.length)
  })

  test("keeps its first draws for ever (another bit here is another core version)", () => {
    const golden = address({ seed: 20_200_713, a: 3, b: 4 })
    expect([...words(golden, 6)]).toEqual([1084054599, 282969052, 1148201577, 396498621, 1108936783, 2752445306])
    expect([...uniforms(golden, 3)]).toEqual([0.25240112939303916, 0.2673365040468726, 0.2581944710143448])
    expect([...normals(golden, 3)]).toEqual([-0.6669528380413321, -0.6208884697748728, -0.6489217708393348])
    expect([...gumbels(golden, 3)]).toEqual([-0.3197152432296067, -0.2770611945743756, -0.3030943515344691])
    expect([...permutation(golden, 12)]).toEqual([8, 11, 5, 6, 1, 7, 4, 9, 10, 2, 0, 3])
  })
})
