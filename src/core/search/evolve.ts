import { architectureKey, chosenOperations } from "../architecture/architecture.ts"
import { edgeCount, operationCount } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { begin } from "./begin.ts"
import type { DataOf, Fact } from "./event.ts"
import { learn } from "./learn.ts"
import type { OutcomeFact } from "./memory.ts"
import { reconfigure } from "./reconfigure.ts"
import type { Search, State } from "./state.ts"

const sampled = (search: Search, { step, attempt, weights }: DataOf<"sampled">): Search => {
  const K = operationCount(search.setting.space)
  if (step !== search.drawn + 1 || weights.length !== edgeCount(search.setting.space) * K) return search
  const architecture = chosenOperations(weights, K)
  const seen = search.setting.configuration.repeats === "avoid"
    ? new Set(search.seen).add(architectureKey(architecture))
    : search.seen
  return { ...search, drawn: step, open: new Map(search.open).set(step, { step, attempt, architecture, weights }), seen }
}

const trained = (search: Search, { step }: DataOf<"trained">): Search =>
  step === search.trained + 1 && step <= search.setting.configuration.warmUp && search.open.has(step)
    ? { ...search, trained: step }
    : search

const concluded = (environment: Environment, search: Search, fact: OutcomeFact): Search => {
  const sample = search.open.get(fact.data.step)
  return sample === undefined || search.trained < search.setting.configuration.warmUp
    ? search
    : learn(environment, search, sample, fact)
}

const learned = (search: Search, { step }: DataOf<"learned">): Search =>
  search.owed?.step === step ? { ...search, owed: null } : search

/**
 * What happens after a fact. Pure and total: a fact that does not fit the state (it can only come from a damaged or
 * foreign history) changes nothing and gives back the same reference.
 */
export const evolve = (environment: Environment) => (state: State, fact: Fact): State => {
  if (fact.type === "configured") return state === null ? begin(environment, fact.data) : state
  if (state === null) return state
  switch (fact.type) {
    case "sampled":
      return sampled(state, fact.data)
    case "trained":
      return trained(state, fact.data)
    case "measured":
    case "diverged":
    case "failed":
      return concluded(environment, state, fact)
    case "learned":
      return learned(state, fact.data)
    case "remeasured":
      return state
    case "reconfigured":
      return reconfigure(environment, state, fact.data)
  }
}
