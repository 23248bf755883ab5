import * as Either from "fp-ts/lib/Either.js"
import { canonicalJson } from "../codec/canonicalJson.ts"
import type { Environment } from "../environment.ts"
import type { Command } from "../search/command.ts"
import { coreVersion } from "../search/coreVersion.ts"
import { decide } from "../search/decide.ts"
import { encodeData, type Fact } from "../search/event.ts"
import { evolve } from "../search/evolve.ts"
import type { State } from "../search/state.ts"

/** Where a log and its recomputation part. */
export interface ReplayDivergence {
  /** the step that was computed or measured there; 0 before the first one */
  readonly step: number
  /** what the log says, and what follows from all that stands before it */
  readonly found: string
  readonly expected: string
}

const outcomes: ReadonlySet<Fact["type"]> = new Set(["measured", "diverged", "failed"])

const stepOf = (state: State, fact: Fact): number => ("step" in fact.data ? fact.data.step : null) ?? state?.measured ?? 0

const inWords = (fact: Fact): string => `${fact.type} ${canonicalJson(encodeData(fact))}`

const commandInWords = (command: Command): string => {
  switch (command.type) {
    case "record":
      return inWords(command.fact)
    case "train":
      return `trained {"step":${command.assignment.step}}`
    case "measure":
      return `an outcome of step ${command.assignment.step}`
    case "finish":
      return "the end of the search"
  }
}

/** Whether the fact is what the core asked for: its own computations to the last bit, a trainer's answers by their step. */
const fits = (command: Command, fact: Fact): boolean => {
  switch (command.type) {
    case "record":
      return inWords(command.fact) === inWords(fact)
    case "train":
      return fact.type === "trained" && fact.data.step === command.assignment.step
    case "measure":
      return outcomes.has(fact.type) && stepOf(null, fact) === command.assignment.step
    case "finish":
      return false
  }
}

/**
 * One fact of a verified replay: everything that the core computed is computed again and compared. Gives the state
 * after the fact, or where the two part.
 */
export const replayFact = (environment: Environment) => {
  const step = evolve(environment)
  const next = decide(environment)
  return (state: State, fact: Fact): Either.Either<ReplayDivergence, State> => {
    const free = fact.type === "reconfigured" || fact.type === "remeasured"
      || (state === null && fact.type === "configured")
    if (free) return Either.right(step(state, fact))
    const command = next(state)
    return fits(command, fact)
      ? Either.right(step(state, fact))
      : Either.left({ step: stepOf(state, fact), found: inWords(fact), expected: commandInWords(command) })
  }
}

/** A log of another core version is read, shown and refitted, but its fingerprints are not this version's to check. */
export const isOtherCoreVersion = (state: State): boolean => state !== null && state.setting.core !== coreVersion
