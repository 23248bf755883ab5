import * as Either from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { replayFact, type ReplayDivergence } from "../../../src/core/history/replay.ts"
import type { Fact } from "../../../src/core/search/event.ts"
import type { State } from "../../../src/core/search/state.ts"
import { configured, environment, runInMemory } from "../search/inMemory.ts"

const { facts, state } = runInMemory([configured()])

const replayed = (history: readonly Fact[]): Either.Either<ReplayDivergence, State> =>
  history.reduce<Either.Either<ReplayDivergence, State>>(
    (soFar, fact) => Either.isLeft(soFar) ? soFar : replayFact(environment)(soFar.right, fact),
    Either.right(null)
  )

const withChange = (index: number, change: (data: any) => object): readonly Fact[] =>
  facts.map((fact, i) => (i === index ? { ...fact, data: { ...fact.data, ...change(fact.data) } } as Fact : fact))

describe("a verified replay", () => {
  it("of an untouched history ends in its state", () => {
    expect(replayed(facts)).toEqual(Either.right(state))
  })

  it("of every prefix is verified too", () => {
    for (let cut = 0; cut < facts.length; cut++) expect(Either.isRight(replayed(facts.slice(0, cut)))).toBe(true)
  })

  it("of a history that was forked and reconfigured is verified", () => {
    const fork = runInMemory([...facts.slice(0, 20), { type: "reconfigured", data: { configuration: { weighting: "none" } } }])
    expect(replayed(fork.facts)).toEqual(Either.right(fork.state))
  })

  const changes: Record<string, (data: any) => object> = {
    "a weight of H": ({ weights }) => ({ weights: Float64Array.from(weights, (w: number, i) => (i === 7 ? w + 2 ** -52 : w)) }),
    "the printed architecture": () => ({ architecture: "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|" }),
    "the attempt": () => ({ attempt: 1 }),
    "the loss, by one unit in the last place": ({ loss }) => ({ loss: loss + 2 ** -54 }),
    "the accuracy": () => ({ accuracy: 0.5 }),
    "the fingerprint": () => ({ fingerprint: "f".repeat(64) }),
    "the passes": () => ({ passes: 3 }),
    "tau": () => ({ tau: 0.123 })
  }
  const carriers: Record<string, Fact["type"]> = {
    "a weight of H": "sampled", "the printed architecture": "sampled", "the attempt": "sampled",
    "the loss, by one unit in the last place": "measured", "the accuracy": "measured",
    "the fingerprint": "learned", "the passes": "learned", "tau": "learned"
  }
  it.each(Object.keys(changes))("catches a change of %s at its step, wherever it stands", (what) => {
    facts.forEach((fact, index) => {
      if (fact.type !== carriers[what]) return
      const result = replayed(withChange(index, changes[what]!))
      expect(Either.isLeft(result), `event ${index}`).toBe(true)
      if (Either.isLeft(result) && "step" in fact.data) expect(result.left.step).toBe(fact.data.step)
    })
  })

  it("catches a missing, a doubled and a swapped fact", () => {
    for (let i = 1; i < facts.length - 1; i++) {
      expect(Either.isLeft(replayed(facts.toSpliced(i, 1)))).toBe(true)
      expect(Either.isLeft(replayed(facts.toSpliced(i, 0, facts[i]!)))).toBe(true)
      expect(Either.isLeft(replayed(facts.toSpliced(i, 2, facts[i + 1]!, facts[i]!)))).toBe(true)
    }
  })
})
