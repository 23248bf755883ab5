import * as Effect from "effect/Effect"
import { best } from "../../core/history/best.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import { endingOf } from "../../core/history/ending.ts"
import type { History } from "../../core/history/history.ts"
import { configurationDifferences } from "../../core/history/settingDifferences.ts"
import type { Setting } from "../../core/search/state.ts"
import { presets } from "../../core/search/presets.ts"
import { foldLog } from "../log/foldLog.ts"
import type { LogUnreadable } from "../log/logErrors.ts"
import { trainsWeights } from "./presentTrainer.ts"
import { listRuns, type Run } from "../log/runs.ts"

export type RunState = "finished" | "stopped" | "open" | "damaged"

/** A run in a list. Everything comes from the cheap fold. */
export interface ListedRun {
  readonly name: string
  readonly log: string
  readonly state: RunState
  readonly steps: number
  readonly best: { readonly step: number; readonly architecture: string; readonly loss: number } | null
  readonly space: string | null
  readonly data: string | null
  readonly seed: number | null
  /** who measures at its end */
  readonly trainer: { readonly name: string; readonly version: string } | null
  /** options that differ from the preset (of several the nearest), by their place in the configuration */
  readonly options: { readonly [path: string]: unknown }
  /** the run that this one was forked from, and at which step */
  readonly forkOf: { readonly name: string; readonly step: number } | null
  /** why the log cannot be read to its end */
  readonly damage: string | null
}

/** Options are shown against the preset that the search was most likely made with: then few differ. */
const optionsOf = ({ configuration, trainer }: Setting): ListedRun["options"] => {
  const candidates = trainsWeights({ trainer }) ? [presets.digits, presets.paper] : [presets.best, presets.paper, presets.lstm]
  const [fewest] = candidates
    .map((preset) => configurationDifferences(preset, configuration))
    .toSorted((a, b) => a.length - b.length)
  return Object.fromEntries(fewest!.map(({ path, b }) => [path, b]))
}

const listed = ({ name, folder }: Run, history: History, damage: string | null): ListedRun => {
  const { setting } = history
  const fork = history.happenings.map(({ event }) => event).findLast((event) => event.type === "forked")
  return {
    name,
    log: folder,
    state: damage === null ? endingOf(history).state : "damaged",
    steps: history.steps.length,
    best: best(history),
    space: setting?.space.name ?? null,
    data: setting?.data.name ?? null,
    seed: setting?.seed ?? null,
    trainer: setting === null ? null : { name: setting.trainer.name, version: setting.trainer.version },
    options: setting === null ? {} : optionsOf(setting),
    forkOf: fork?.type === "forked" ? { name: fork.data.name, step: fork.data.step } : null,
    damage
  }
}

/** The runs in a folder, by name. A damaged log is listed as far as it goes. */
export const readRuns = Effect.fnUntraced(function*(folder: string): Effect.fn.Return<readonly ListedRun[], LogUnreadable> {
  const runs = yield* listRuns(folder)
  return yield* Effect.forEach(runs, (run) => {
    const history = growingHistory({ weights: false })
    return foldLog(run.folder, null, (_, stored) => {
      history.add(stored)
      return null
    }).pipe(
      Effect.as<string | null>(null),
      Effect.catch((error) => Effect.succeed(error.message)),
      Effect.map((damage) => listed(run, history.now(), damage))
    )
  })
})
