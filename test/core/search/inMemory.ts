import { createHash } from "node:crypto"
import { chosenOperations } from "../../../src/core/architecture/architecture.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { operationCount, type Space } from "../../../src/core/architecture/space.ts"
import type { Environment } from "../../../src/core/environment.ts"
import { plainLstmKernel } from "../../../src/core/estimator/plainLstmKernel.ts"
import { type Configuration, paperConfiguration } from "../../../src/core/search/configuration.ts"
import { coreVersion } from "../../../src/core/search/coreVersion.ts"
import { decide } from "../../../src/core/search/decide.ts"
import type { DataOf, Fact } from "../../../src/core/search/event.ts"
import { evolve } from "../../../src/core/search/evolve.ts"
import type { State } from "../../../src/core/search/state.ts"

export const environment: Environment = {
  sha256: (content) => createHash("sha256").update(content).digest("hex"),
  lstmKernel: plainLstmKernel
}

/** The paper's method, small enough for a test. */
export const smallConfiguration: Configuration = {
  ...paperConfiguration,
  warmUp: 4,
  steps: 5,
  memory: 6,
  estimator: { ...paperConfiguration.estimator, hidden: 4, warmUpPasses: 6, passes: 6, batch: 3, tauEvery: 2 }
}

export const configured = (
  configuration: Configuration = smallConfiguration,
  space: Space = nb201,
  seed = 1
): Extract<Fact, { type: "configured" }> => ({
  type: "configured",
  data: {
    configuration,
    space,
    seed,
    data: { name: "formula", measure: "loss", digest: "0".repeat(64) },
    trainer: { name: "formula", version: "1", deterministic: true },
    core: coreVersion
  }
})

/** A loss that any architecture has: smooth enough to be learned, different for different architectures. */
export const formulaLoss = (architecture: readonly number[]): number =>
  architecture.reduce((sum, operation, edge) => sum + ((operation * 7 + edge * 3) % 11) / (20 + edge), 0.1) / 4

type Answer = (step: number, architecture: readonly number[]) => Extract<Fact, { type: "measured" | "diverged" | "failed" }>

export const formulaTrainer: Answer = (step, architecture) => ({
  type: "measured",
  data: { step, loss: formulaLoss(architecture), accuracy: 1 - formulaLoss(architecture) }
})

/** The search loop without an edge: goes on from `facts` until the search is finished, or `length` facts are there. */
export const runInMemory = (
  facts: readonly Fact[],
  answer: Answer = formulaTrainer,
  length = Infinity,
  machine: Environment = environment
): { readonly facts: readonly Fact[]; readonly state: State } => {
  const step = evolve(machine)
  const all = [...facts]
  let state = all.reduce<State>(step, null)
  while (all.length < length) {
    const command = decide(machine)(state)
    if (command.type === "finish") break
    const fact = command.type === "record" ? command.fact
      : command.type === "train" ? { type: "trained", data: { step: command.assignment.step } } as const
      : answer(command.assignment.step, command.assignment.architecture)
    all.push(fact)
    state = step(state, fact)
  }
  return { facts: all, state }
}

export const factsOf = <T extends Fact["type"]>(facts: readonly Fact[], type: T): readonly DataOf<T>[] =>
  facts.filter((fact) => fact.type === type).map((fact) => fact.data as DataOf<T>)

export const architectureOf = (sampled: DataOf<"sampled">, space: Space = nb201): readonly number[] =>
  chosenOperations(sampled.weights, operationCount(space))
