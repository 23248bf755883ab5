import { architectureKey } from "../../src/core/architecture/architecture.ts"
import type { Environment } from "../../src/core/environment.ts"
import type { Configuration } from "../../src/core/search/configuration.ts"
import { coreVersion } from "../../src/core/search/coreVersion.ts"
import { decide } from "../../src/core/search/decide.ts"
import type { Fact } from "../../src/core/search/event.ts"
import { evolve } from "../../src/core/search/evolve.ts"
import type { State } from "../../src/core/search/state.ts"
import { bestLoss, type MeasuredTable } from "../../src/effects/trainer/table/measuredTable.ts"
import { tableIdentity } from "../../src/effects/trainer/table/tableTrainer.ts"

/** Numbers of measured networks after which the best one so far is looked at. */
export const milestones = [100, 200, 300] as const

/** The best network of a moment, by what the search measured. */
export interface BestSoFar {
  readonly validation: number
  readonly test: number
}

export interface QueriesRun {
  /** distinct networks measured until the table's best one, that one included; null: it was not among `cap` */
  readonly queries: number | null
  /** at each of the milestones; null where the run was cut before */
  readonly best: readonly (BestSoFar | null)[]
}

/** Watches the measurements of one search on one table. */
const watch = ({ columns, sortedLosses }: MeasuredTable, cap: number) => {
  const lowest = sortedLosses[0]!
  const seen = new Set<number>()
  const best: BestSoFar[] = []
  let row = -1
  let queries: number | null = null
  return {
    measured: (next: number): void => {
      if (queries !== null || seen.has(next)) return
      seen.add(next)
      if (row === -1 || columns.loss[next]! < columns.loss[row]!) row = next
      if ((milestones as readonly number[]).includes(seen.size)) best.push(bestOf())
      if (columns.loss[next] === lowest) queries = seen.size
    },
    isOver: (): boolean => queries !== null || seen.size >= cap,
    result: (): QueriesRun => ({
      queries,
      best: milestones.map((_, i) => best[i] ?? (queries === null ? null : bestOf()))
    })
  }

  function bestOf(): BestSoFar {
    return { validation: columns.accuracy![row]!, test: columns.testAccuracy![row]! }
  }
}

/** Measurements beyond `cap` that a sampler which repeats itself may take for `cap` distinct networks. */
const patience = 5

/**
 * One search in memory, without a log, until the best network of each of the tables was measured, or `cap` distinct ones
 * were. It measures on the first table; the others watch, which serves samplers that do not look at what was measured.
 */
export const runQueries = (
  environment: Environment,
  configuration: Configuration,
  seed: number,
  tables: readonly MeasuredTable[],
  cap: number
): readonly QueriesRun[] => {
  const table = tables[0]!
  const watches = tables.map((one) => watch(one, cap))
  const then = evolve(environment)
  const next = decide(environment)
  const steps = patience * cap
  let state: State = then(null, {
    type: "configured",
    data: {
      configuration: { ...configuration, steps }, space: table.space, seed, data: table.data, trainer: tableIdentity,
      core: coreVersion
    }
  })
  while (!watches.every((one) => one.isOver())) {
    const command = next(state)
    if (command.type === "finish") break
    if (command.type === "record") {
      state = then(state, command.fact)
      continue
    }
    const { step, architecture } = command.assignment
    if (command.type === "train") {
      state = then(state, { type: "trained", data: { step } })
      continue
    }
    const row = table.rows.get(architectureKey(architecture))!
    const fact: Fact = { type: "measured", data: { step, loss: table.columns.loss[row]!, accuracy: table.columns.accuracy![row]! } }
    for (const one of watches) one.measured(row)
    if (!watches.every((one) => one.isOver())) state = then(state, fact)
  }
  return watches.map((one) => one.result())
}

/** The accuracies that the table's best network has. */
export const bestOfTable = (table: MeasuredTable): BestSoFar => {
  const row = table.columns.loss.indexOf(bestLoss(table)!)
  return { validation: table.columns.accuracy![row]!, test: table.columns.testAccuracy![row]! }
}
