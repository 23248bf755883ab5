import { describe, expect, it } from "vitest"
import { architectureKey } from "../../../src/core/architecture/architecture.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { allowedOperations, cardinality, type Space } from "../../../src/core/architecture/space.ts"
import type { SamplerName } from "../../../src/core/search/configuration.ts"
import { configured, factsOf, formulaTrainer, runInMemory } from "../search/inMemory.ts"
import { samplerNames, smallSampler } from "./settings.ts"

/** Edges whose operations differ, one of them without a choice: 3 x 1 x 2 x 2 architectures. */
const uneven: Space = {
  name: "uneven",
  operations: ["none", "skip", "convolution", "pool"],
  cells: [{
    name: "cell", inputs: 1, nodes: 2,
    edges: [
      { from: 0, to: 1, operations: ["none", "convolution", "pool"] },
      { from: 0, to: 2, operations: ["skip"] },
      { from: 1, to: 2, operations: ["skip", "pool"] }
    ]
  }, {
    name: "other", inputs: 1, nodes: 1, edges: [{ from: 0, to: 1, operations: ["convolution", "pool"] }]
  }],
  derivation: "every-edge"
}

const outcomesOf = (
  sampler: SamplerName,
  space: Space,
  steps: number,
  { seed = 1, answer = formulaTrainer }: { readonly seed?: number; readonly answer?: typeof formulaTrainer } = {}
) => runInMemory([configured(smallSampler(sampler, { steps }), space, seed)], answer).state!.outcomes

const keysOf = (outcomes: ReturnType<typeof outcomesOf>): readonly string[] =>
  outcomes.map(({ architecture }) => architectureKey(architecture))

describe.each(samplerNames)("the sampler %s", (sampler) => {
  it("proposes the same for the same search, and something else from another seed", () => {
    const first = outcomesOf(sampler, nasnet, 4)
    expect(outcomesOf(sampler, nasnet, 4)).toEqual(first)
    expect(keysOf(outcomesOf(sampler, nasnet, 4, { seed: 2 })).slice(-4)).not.toEqual(keysOf(first).slice(-4))
  })

  it("puts on each edge an operation that the edge has", () => {
    const allowed = allowedOperations(uneven)
    for (const { architecture } of outcomesOf(sampler, uneven, 7)) {
      architecture.forEach((operation, edge) => expect(allowed[edge]).toContain(operation))
    }
  })

  it("measures all of a small space before anything again, and goes on when it is exhausted", () => {
    const size = Number(cardinality(uneven))
    const keys = keysOf(outcomesOf(sampler, uneven, size))
    expect(keys).toHaveLength(size + 4)
    expect(new Set(keys.slice(0, size)).size).toBe(size)
  })

  it("never repeats itself in a space of 8^28 architectures", () => {
    const keys = keysOf(outcomesOf(sampler, nasnet, 12))
    expect(new Set(keys).size).toBe(16)
  })

  it("goes on where nothing was measured: all diverged or failed", () => {
    const outcomes = outcomesOf(sampler, uneven, 6, {
      answer: (step) => step % 2 === 0
        ? { type: "diverged", data: { step, loss: Infinity } }
        : { type: "failed", data: { step, reason: "out of memory" } }
    })
    expect(new Set(keysOf(outcomes)).size).toBe(10)
  })

  it("goes on where some diverged or failed", () => {
    const outcomes = outcomesOf(sampler, uneven, 6, {
      answer: (step, architecture) => step % 3 === 0
        ? { type: "diverged", data: { step, loss: Number.NaN } }
        : formulaTrainer(step, architecture)
    })
    expect(new Set(keysOf(outcomes)).size).toBe(10)
  })

  it("searches without a warm-up population", () => {
    const { state } = runInMemory([configured(smallSampler(sampler, { warmUp: 0, steps: 4 }), uneven)])
    expect(state?.measured).toBe(4)
  })

  it("searches where repeats are allowed, in a space of one architecture too", () => {
    const one: Space = {
      name: "one", operations: ["none", "skip"], derivation: "every-edge",
      cells: [{ name: "cell", inputs: 1, nodes: 1, edges: [{ from: 0, to: 1, operations: ["skip"] }] }]
    }
    for (const repeats of ["allow", "avoid"] as const) {
      const { state } = runInMemory([configured(smallSampler(sampler, { repeats }), one)])
      expect(state?.measured).toBe(12)
    }
  })

  it("gives soft weights between 0 and 1", () => {
    const { facts } = runInMemory([configured(smallSampler(sampler, { steps: 3 }), uneven)])
    for (const { weights } of factsOf(facts, "sampled")) expect(weights.every((h) => h >= 0 && h <= 1)).toBe(true)
  })
})
