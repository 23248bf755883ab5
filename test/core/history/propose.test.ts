import { describe, expect, it } from "vitest"
import { architectureKey, chosenOperations } from "../../../src/core/architecture/architecture.ts"
import { proposalObjection, proposals, proposing } from "../../../src/core/history/propose.ts"
import { proposalSummary, type ProposedStep, verdictOf } from "../../../src/core/history/proposalSummary.ts"
import { draw } from "../../../src/core/search/draw.ts"
import { fold } from "../../../src/core/search/fold.ts"
import type { State } from "../../../src/core/search/state.ts"
import { configured, environment, factsOf, runInMemory, smallConfiguration } from "../search/inMemory.ts"

const configuration = { ...smallConfiguration, temperature: 1 }
const run = runInMemory([configured(configuration)]).facts

const forked = () => {
  const at = run.findIndex((fact) => fact.type === "learned" && fact.data.step === 6) + 1
  const changes = { estimator: { name: "ridge" as const } }
  return runInMemory([...run.slice(0, at), { type: "reconfigured", data: { configuration: changes } }]).facts
}

describe("what a search would have drawn under other options", () => {
  it("is what it drew, under its own", () => {
    const own = [...proposals(environment, run, {})]
    expect(own.map(({ step }) => step)).toEqual([5, 6, 7, 8, 9])
    expect(own.every(({ same, differing }) => same && differing === 0)).toBe(true)
  })

  it("is drawn from the same past: the state after the same facts, folded under the other options", () => {
    const changes = { estimator: { name: "ridge" as const } }
    const other = [...proposals(environment, run, changes)]
    const start = configured({ ...configuration, estimator: { ...configuration.estimator, name: "ridge" } })
    for (const { step, proposed, recorded, same, differing } of other) {
      const at = run.findIndex((fact) => fact.type === "sampled" && fact.data.step === step)
      const search = fold(environment)(null, [start, ...run.slice(1, at)])!
      expect(proposed).toEqual(chosenOperations(draw(environment, search).weights, 5))
      expect(recorded).toEqual(chosenOperations(factsOf(run, "sampled")[step - 1]!.weights, 5))
      expect(same).toBe(architectureKey(recorded) === architectureKey(proposed))
      expect(differing).toBe(recorded.filter((operation, edge) => operation !== proposed[edge]).length)
    }
    expect(other.some(({ same }) => !same)).toBe(true)
  })

  it("follows what the log itself changed later, except for the options that are asked about", () => {
    const fork = forked()
    const sameAt = (changes: Parameters<typeof proposals>[2]) => [...proposals(environment, fork, changes)].map(({ same }) => same)
    expect(sameAt({})).toEqual([true, true, true, true, true])
    expect(sameAt({ estimator: configuration.estimator })).not.toEqual([true, true, true, true, true])
    const lasting = [...proposals(environment, fork, { estimator: configuration.estimator })]
    const step = proposing(environment, { estimator: configuration.estimator })
    const end = fork.reduce<State>((state, fact) => step(state, fact).state, null)
    expect(end!.setting.configuration.estimator).toEqual(configuration.estimator)
    expect(lasting).toHaveLength(5)
  })

  it("is asked for one step at a time, and only about search steps", () => {
    const asked = proposals(environment, run, {})
    expect(asked.next().value).toMatchObject({ step: 5 })
    expect([...proposals(environment, run.slice(0, 5), {})]).toEqual([])
  })

  it("cannot begin with another warm-up population than the log's", () => {
    expect(proposalObjection(configuration, { ...configuration, warmUp: 2 }))
      .toBe("its warm-up of 4 architectures is what the log holds, and cannot be 2 in a what-if")
    expect(proposalObjection(configuration, { ...configuration, steps: 2 })).toBeNull()
  })
})

const row = (step: number, recorded: number | null, proposed: number | null, same = false): ProposedStep => ({
  step,
  recorded: { architecture: `recorded ${step}`, loss: recorded },
  proposed: { architecture: same ? `recorded ${step}` : `proposed ${proposed}`, loss: proposed },
  differing: same ? 0 : 1,
  verdict: verdictOf(same, recorded, proposed)
})

describe("what proposals come to", () => {
  it("counts them, and compares the losses that are known on both sides", () => {
    const summary = proposalSummary([row(5, 0.4, 0.2), row(6, 0.3, 0.3, true), row(7, 0.1, 0.5), row(8, null, 0.05), row(9, 0.2, 0.2)])
    expect(summary).toMatchObject({ steps: 5, same: 1, better: 1, worse: 1, equal: 1, unknown: 1, distinct: 4 })
    expect(summary.meanLoss).toEqual({ recorded: expect.closeTo(0.25, 12), proposed: expect.closeTo(0.3, 12) })
    expect(summary.best).toEqual({
      recorded: { step: 7, architecture: "recorded 7", loss: 0.1 },
      proposed: { step: 8, architecture: "proposed 0.05", loss: 0.05 }
    })
  })

  it("says nothing of losses where those of other architectures are not known", () => {
    const summary = proposalSummary([row(5, 0.4, null), row(6, 0.3, 0.3, true)])
    expect(summary).toMatchObject({ same: 1, unknown: 1, meanLoss: null, difference: null })
    expect(summary.best).toEqual({ recorded: { step: 6, architecture: "recorded 6", loss: 0.3 }, proposed: null })
  })
})
