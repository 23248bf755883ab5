import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { engineNamed } from "../trainer/engines.ts"
import type { Wanted } from "./readRun.ts"
import { cellKey, type PlannedRun, plannedOf, runName } from "./study.ts"
import type { RunState } from "./studyState.ts"
import { stateOf } from "./surveyRuns.ts"
import { type Pace, timeLeft } from "./timeLeft.ts"
import { inLanes } from "./workerLanes.ts"

/** How far a study is. */
export interface StudyPosition {
  /** runs that are through, of how many */
  readonly done: number
  readonly total: number
  readonly failed: number
  /** null where nothing is known yet */
  readonly secondsLeft: number | null
  /** the runs that are being worked on, and how many networks each has measured */
  readonly working: readonly { readonly name: string; readonly measured: number; readonly planned: number }[]
}

export interface ExecuteOptions {
  /** runs at a time */
  readonly threads: number
  /** stop at the next safe points after this time */
  readonly maxTime?: Duration.Duration | undefined
  readonly report: (position: StudyPosition) => void
  readonly notice: (sentence: string) => void
}

/** The states of all runs in the end, and why it is the end. */
export interface Executed {
  readonly states: readonly RunState[]
  readonly reason: "through" | "time-limit"
}

/** A run that is to be executed, with what is needed to tell how long it takes. */
interface Pending extends Pace {
  readonly index: number
  readonly run: PlannedRun
  /** networks that it had measured when it was gone on with */
  readonly from: number
}

/**
 * Threads that an engine computes with, unless the first run of its cell fixed them: what is left where there are fewer
 * runs than threads.
 */
const withThreads = (run: PlannedRun, threads: number): PlannedRun => {
  const { trainer } = run.cell.request
  return trainer.type !== "table"
    ? { ...run, cell: { ...run.cell, request: { ...run.cell.request, trainer: { ...trainer, threads: trainer.threads ?? threads } } } }
    : run
}

/** Table searches that a thread has at a time. */
const tasksEach = 2

/** Executes those runs in threads that are not through yet. `before`: where each run stands. */
export const executeRuns = Effect.fnUntraced(function*(
  runs: readonly PlannedRun[],
  before: readonly RunState[],
  { threads, maxTime, report, notice }: ExecuteOptions,
  wanted: Wanted
): Effect.fn.Return<Executed> {
  const states = [...before]
  const pending = runs.flatMap((run, index): Pending[] => {
    const { state, summary } = before[index]!
    return state === "missing" || state === "begun"
      ? [{ index, run, cell: cellKey(run.cell), planned: plannedOf(run), from: summary?.measured ?? 0 }]
      : []
  })
  const engines = new Set(pending.flatMap(({ run }) => engineNamed(run.cell.request.trainer.type) ?? []))
  const alone = [...engines].find(({ concurrent }) => !concurrent)
  const workers = Math.min(alone === undefined ? threads : 1, pending.length)
  if (alone !== undefined && Math.min(threads, pending.length) > 1) {
    notice(`searches of ${alone.name} run one at a time, each with all threads, or as many as the first run of its variant`)
  }
  // A search that looks things up waits for the disk most of the time; an engine has its own memory and threads.
  const each = engines.size > 0 ? 1 : tasksEach
  const time = timeLeft(Math.max(1, Math.min(workers * each, pending.length)), () => performance.now() / 1000)
  for (const [i, { summary, state }] of before.entries()) {
    const seconds = state === "done" ? summary?.seconds ?? null : null
    if (seconds !== null) time.took({ cell: cellKey(runs[i]!.cell), planned: plannedOf(runs[i]!) }, seconds)
  }

  const working = new Map<Pending, number>()
  const count = (state: RunState["state"]) => states.filter((one) => one.state === state).length
  const tell = (): void => report({
    done: count("done"),
    total: runs.length,
    failed: count("failed"),
    secondsLeft: time.left([...working.keys(), ...pending]),
    working: Array.from(working, ([{ run, planned }, measured]) => ({ name: runName(run), measured, planned }))
  })

  const length = (run: Pending): number => time.whole(run) ?? run.planned

  /** Of the runs of the first seed that is left the longest one: it would be the last to end. */
  const next = () => {
    const [first] = pending
    if (first === undefined) return null
    const candidates = pending.filter(({ run }) => run.seed === first.run.seed)
    const longest = candidates.reduce((a, b) => (length(b) > length(a) ? b : a))
    pending.splice(pending.indexOf(longest), 1)
    working.set(longest, longest.from)
    const run = withThreads(longest.run, Math.floor(threads / workers))
    return { key: longest, task: { type: "execute", run, wanted } } as const
  }

  const work = inLanes<Pending>({
    threads: workers,
    each,
    next,
    progress: (one, measured) => {
      working.set(one, measured)
      time.advanced(one, measured, one.from)
      tell()
    },
    notice: ({ run }, sentence) => notice(`${runName(run)}: ${sentence}`),
    ended: (one, end) => {
      const { index, run, from } = one
      working.delete(one)
      if (end.type === "done") {
        const { summary } = end
        time.advanced(one, summary.measured, from)
        if (from === 0 && summary.seconds !== null) time.took(one, summary.seconds)
        states[index] = { run, state: stateOf(run.cell, summary), summary, message: null }
      }
      if (end.type === "failed") states[index] = { ...states[index]!, state: "failed", message: end.message }
      if (end.type === "stopped") states[index] = { ...states[index]!, state: "begun" }
      tell()
    }
  })
  if (maxTime === undefined) yield* work
  const inTime = maxTime === undefined || (yield* Effect.timeoutOption(work, maxTime))._tag === "Some"
  return { states, reason: inTime ? "through" : "time-limit" }
})
