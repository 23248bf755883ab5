import { describe, expect, it } from "vitest"
import { growingTrainerWork } from "../../../src/core/history/trainerWork.ts"
import type { Assignment } from "../../../src/core/search/command.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import { decide } from "../../../src/core/search/decide.ts"
import type { Fact } from "../../../src/core/search/event.ts"
import { evolve } from "../../../src/core/search/evolve.ts"
import type { State } from "../../../src/core/search/state.ts"
import { configured, environment, formulaTrainer, runInMemory, smallConfiguration } from "../search/inMemory.ts"

interface Asked {
  readonly assignment: Assignment
  readonly train: boolean
}

/** The commands that the search really gave to its trainer, one for each fact that answers one. */
const asked = (facts: readonly Fact[]): readonly Asked[] => {
  const step = evolve(environment)
  let state: State = null
  return facts.flatMap((fact) => {
    const command = decide(environment)(state)
    state = step(state, fact)
    if (fact.type === "reconfigured" || command.type === "record" || command.type === "finish") return []
    return [{ assignment: command.assignment, train: command.type === "train" || command.train }]
  })
}

const workOf = (facts: readonly Fact[]) => {
  const growing = growingTrainerWork()
  for (const fact of facts) growing.add(fact)
  return { work: growing.now(), trainings: growing.trainings() }
}

describe("what the trainer of a log did", () => {
  it.each([1, 2] as const)("is what the search asked of it, with order %i", (order) => {
    const { facts } = runInMemory([configured(changed(smallConfiguration, { order }))])
    const { work, trainings } = workOf(facts)
    expect(work.map(({ assignment, train }) => ({ assignment, train }))).toEqual(asked(facts))
    expect(trainings).toBe(order === 2 ? 4 + 4 + 5 : 4 + 4)
    expect(work.map((one) => one.trainingsBefore)).toEqual(work.map((_, i) => Math.min(i, 8 + (order === 2 ? i : 0))))
  })

  it("is placed in the streams of draws by how many trainings came before", () => {
    const { facts } = runInMemory([configured()])
    for (const { assignment, trainingsBefore } of workOf(facts).work) expect(assignment.trainings).toBe(trainingsBefore)
  })

  it("follows the options of its moment", () => {
    const before = runInMemory([configured()], formulaTrainer, 30).facts
    const change: Fact = { type: "reconfigured", data: { configuration: { steps: 7, training: { batch: 3, learningRate: 0.5 } } } }
    const { facts } = runInMemory([...before, change])
    const { work } = workOf(facts)
    expect(work.map(({ assignment, train }) => ({ assignment, train }))).toEqual(asked(facts))
    expect(new Set(work.map(({ assignment }) => assignment.training.batch))).toEqual(new Set([64, 3]))
  })

  it("keeps what was measured, so that it can be compared", () => {
    const { facts } = runInMemory([configured()])
    const outcomes = workOf(facts).work.flatMap(({ outcome }) => outcome ?? [])
    expect(outcomes).toEqual(facts.filter(({ type }) => type === "measured"))
  })

  it("is nothing before the first draw", () => {
    expect(workOf([])).toEqual({ work: [], trainings: 0 })
    expect(workOf([configured()])).toEqual({ work: [], trainings: 0 })
  })
})
