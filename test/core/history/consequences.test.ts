import { describe, expect, it } from "vitest"
import { consequences, summary } from "../../../src/core/history/consequences.ts"
import { history } from "../../../src/core/history/history.ts"
import type { Fact } from "../../../src/core/search/event.ts"
import { configured, learned, logged, measured, printed, sampled, tinySetting, tinySpace } from "./logs.ts"

const [LL, LR, RL] = [[0.9, 0.1, 0.8, 0.2], [0.9, 0.1, 0.2, 0.8], [0.3, 0.7, 0.6, 0.4]].map((h) => Float64Array.from(h))

const told = (steps: readonly (readonly [Float64Array, number | null])[], setting = {}) => {
  const facts = steps.flatMap(([weights, loss], i): readonly Fact[] => [
    sampled(i + 1, weights),
    loss === null ? { type: "diverged", data: { step: i + 1, loss: NaN } } : measured(i + 1, loss),
    learned(i + 1)
  ])
  return history(logged([configured(setting), ...facts]), { weights: false })
}

describe("what one history came to", () => {
  it("counts outcomes and passes, and knows the best and the last tau", () => {
    const failed: Fact = { type: "failed", data: { step: 3, reason: "?" } }
    const past = history(logged([
      configured(), sampled(1), measured(1, 0.3), learned(1), sampled(2), measured(2, 0.2), learned(2), sampled(3), failed,
      { type: "learned", data: { step: 3, fingerprint: "f", passes: 0, tau: null } }
    ]))
    expect(summary(past)).toEqual({
      steps: 3, diverged: 0, failed: 1, best: { step: 2, architecture: past.steps[1].architecture, loss: 0.2 },
      recentLoss: 0.25, tau: 0.9, passes: 10
    })
  })

  it("averages the last 20 losses only", () => {
    const losses = Array.from({ length: 25 }, (_, i): readonly [Float64Array, number] => [LL, i < 5 ? 100 : i < 15 ? 0.5 : 0.25])
    expect(summary(told(losses)).recentLoss).toBe(0.375)
  })

  it("has no losses where nothing was measured", () => {
    expect(summary(told([[LL, null]]))).toMatchObject({ steps: 1, diverged: 1, best: null, recentLoss: null })
    expect(summary(history([])).tau).toBeNull()
  })
})

describe("the consequences of a difference", () => {
  it("tells where architectures and losses part, and how alike the choices on each edge were", () => {
    const a = told([[LL, 0.4], [LR, 0.3], [RL, 0.2]])
    const b = told([[LL, 0.4], [LR, 0.35], [LL, null], [RL, 0.1]])
    const { shared, lossesPart, architecturesPart, operations, edges } = consequences(a, b)
    expect([shared, lossesPart, architecturesPart]).toEqual([3, 2, 3])
    expect(operations).toEqual(["left", "right"])
    expect(edges).toEqual([
      { cell: "cell", from: 0, to: 1, a: [2, 1], b: [3, 1], same: 2 / 3 },
      { cell: "cell", from: 1, to: 2, a: [2, 1], b: [3, 1], same: 1 }
    ])
    expect(consequences(a, b).b.best).toEqual({ step: 4, architecture: printed(RL), loss: 0.1 })
  })

  it("finds nothing between equal histories", () => {
    const a = told([[LL, 0.4], [LR, 0.3]])
    expect(consequences(a, a)).toMatchObject({ shared: 2, lossesPart: null, architecturesPart: null })
    expect(consequences(a, a).edges.map(({ same }) => same)).toEqual([1, 1])
  })

  it("compares no edges of different spaces, and copes with empty histories", () => {
    const a = told([[LL, 0.4]])
    const b = told([[LL, 0.4]], { space: { ...tinySpace, operations: ["up", "down"] } })
    expect(consequences(a, b).edges).toEqual([])
    expect(consequences(a, history([]))).toMatchObject({ shared: 0, edges: [], operations: [] })
    expect(consequences(a, history(logged([configured(tinySetting)]))).edges.map(({ same }) => same)).toEqual([null, null])
  })
})
