import * as Effect from "effect/Effect"
import type { TrainerIdentity } from "../../core/search/event.ts"
import { engineOf, isSameTrainer } from "../search/presentTrainer.ts"
import { logFileOf } from "./executeRun.ts"
import { cellKey, type PlannedRun, runName } from "./study.ts"
import type { RunState } from "./studyState.ts"

/** A run of a cell that says who measures there. */
interface First {
  readonly run: RunState["run"]
  readonly trainer: TrainerIdentity
}

/** Who measured the first run that is there of each cell. */
const firstOfCells = (states: readonly RunState[]): ReadonlyMap<string, First> => {
  const firsts = new Map<string, First>()
  for (const { run, summary } of states) {
    const key = cellKey(run.cell)
    if (summary !== null && !firsts.has(key)) firsts.set(key, { run, trainer: summary.trainer })
  }
  return firsts
}

const named = ({ name, version }: TrainerIdentity): string => `trainer ${name} version ${version}`

/** Why runs of a study make no table, for one cell of it was measured by two trainers; null where none was. */
export const blendedCell = (states: readonly RunState[]): string | null => {
  const firsts = firstOfCells(states)
  for (const { run, summary } of states) {
    const first = firsts.get(cellKey(run.cell))
    if (summary === null || first === undefined || isSameTrainer(first.trainer, summary.trainer)) continue
    return `${logFileOf(run)} was measured by ${named(summary.trainer)}, and ${logFileOf(first.run)} by `
      + `${named(first.trainer)}, which are not counted together: delete the runs of one of them, `
      + "and `pvll study run` makes them anew"
  }
  return null
}

/**
 * The runs with what those that are not begun compute with: what the first log of their cell has, where the engine's
 * results depend on it. Gives a sentence where this machine has no such trainer.
 */
export const asFirstOfCell = Effect.fnUntraced(function*(
  runs: readonly PlannedRun[],
  states: readonly RunState[]
): Effect.fn.Return<readonly PlannedRun[] | string> {
  const firsts = firstOfCells(states)
  const fixed: PlannedRun[] = []
  for (const [i, run] of runs.entries()) {
    const first = firsts.get(cellKey(run.cell))
    const { trainer } = run.cell.request
    const engine = states[i]!.state === "missing" && trainer.type !== "table" ? yield* engineOf(trainer.type) : null
    if (first === undefined || engine === null || trainer.type === "table") {
      fixed.push(run)
      continue
    }
    const { computing } = engine.goingOn(first.trainer, { device: trainer.device, threads: undefined }, undefined)
    // What is missing for an engine is told by each run that needs it.
    const present = yield* Effect.result(engine.identity(computing))
    if (present._tag === "Success" && !isSameTrainer(present.success, first.trainer)) {
      return `${logFileOf(first.run)} was measured by ${named(first.trainer)}, and ${runName(run)} would be by `
        + `${named(present.success)}, which are not counted together: give the study another name`
    }
    const request = { ...run.cell.request, trainer: { ...trainer, ...computing } }
    fixed.push({ ...run, cell: { ...run.cell, request } })
  }
  return fixed
})
