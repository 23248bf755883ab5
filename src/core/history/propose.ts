import { type Architecture, chosenOperations } from "../architecture/architecture.ts"
import { operationCount } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import type { Configuration } from "../search/configuration.ts"
import { changed, type ConfigurationChanges } from "../search/configurationChanges.ts"
import { draw } from "../search/draw.ts"
import type { DataOf, Fact } from "../search/event.ts"
import { evolve } from "../search/evolve.ts"
import { initialState, type Search, type State } from "../search/state.ts"

/**
 * What if: a log is folded under other options, its draws and measurements followed as they stand, and before each
 * draw of a search step the search is asked which architecture it would have drawn itself. Under the log's own
 * options it would have drawn the same ones. Nothing is measured.
 */

/** One search step: what the log drew, and what would have been drawn from the same past under other options. */
export interface Proposal {
  readonly step: number
  readonly recorded: Architecture
  readonly proposed: Architecture
  /** edges on which they differ */
  readonly differing: number
  readonly same: boolean
}

/** The changes on top of those that a fact makes, options inside options likewise. */
const onTop = (changes: ConfigurationChanges, under: ConfigurationChanges): ConfigurationChanges => ({
  ...under,
  ...changes,
  ...Object.fromEntries((["proposal", "estimator", "architectureStep", "training"] as const)
    .filter((part) => under[part] !== undefined || changes[part] !== undefined)
    .map((part) => [part, { ...under[part], ...changes[part] }]))
})

/** A fact as it would stand in the log of a search under other options; they hold whatever the log changes later. */
const counterfactual = (fact: Fact, changes: ConfigurationChanges): Fact => {
  switch (fact.type) {
    case "configured":
      return { type: "configured", data: { ...fact.data, configuration: changed(fact.data.configuration, changes) } }
    case "reconfigured":
      return { type: "reconfigured", data: { ...fact.data, configuration: onTop(changes, fact.data.configuration) } }
    default:
      return fact
  }
}

/** What a fold under other options keeps. */
export interface Counterfactual {
  readonly state: State
  /** what would have been drawn, where the fact is a draw of a search step; otherwise null */
  readonly proposal: Proposal | null
}

const proposalFor = (environment: Environment, search: Search, { step, weights }: DataOf<"sampled">): Proposal => {
  const K = operationCount(search.setting.space)
  const recorded = chosenOperations(weights, K)
  const proposed = chosenOperations(draw(environment, search).weights, K)
  const differing = recorded.filter((operation, edge) => operation !== proposed[edge]).length
  return { step, recorded, proposed, differing, same: differing === 0 }
}

/** One fact of such a fold. Pure: `changes` are the options that are other ones. */
export const proposing = (environment: Environment, changes: ConfigurationChanges) => {
  const step = evolve(environment)
  return (state: State, fact: Fact): Counterfactual => {
    const isDraw = fact.type === "sampled" && fact.data.phase === "search" && state !== null
      && fact.data.step === state.drawn + 1
    const proposal = isDraw ? proposalFor(environment, state, fact.data) : null
    return { state: step(state, counterfactual(fact, changes)), proposal }
  }
}

/** All proposals over facts that are at hand, one by one. */
export function* proposals(
  environment: Environment,
  facts: Iterable<Fact>,
  changes: ConfigurationChanges
): Generator<Proposal, void, undefined> {
  const next = proposing(environment, changes)
  let state: State = initialState
  for (const fact of facts) {
    const { state: after, proposal } = next(state, fact)
    state = after
    if (proposal !== null) yield proposal
  }
}

/** Why a log cannot be folded under such a configuration; null where it can. */
export const proposalObjection = (logged: Configuration, asked: Configuration): string | null =>
  asked.warmUp === logged.warmUp
    ? null
    : `its warm-up of ${logged.warmUp} architectures is what the log holds, and cannot be ${asked.warmUp} in a what-if`
