import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { tellingOnce } from "../search/Notice.ts"
import { hasLog, logFileOf } from "./executeRun.ts"
import { readRun, type Wanted } from "./readRun.ts"
import { isDone, type RunSummary } from "./runSummary.ts"
import type { StudyCell, StudyRun } from "./study.ts"
import type { RunState } from "./studyState.ts"
import { loadSummary } from "./summaryFile.ts"
import { inLanes } from "./workerLanes.ts"

export interface SurveyOptions {
  readonly threads: number
  readonly wanted: Wanted
  /** told while logs are read that have no summary beside them */
  readonly report: (done: number, total: number) => void
}

/** So many logs are read sooner than a thread starts. */
const fewLogs = 8

export const stateOf = ({ stopAtBest }: StudyCell, summary: RunSummary): RunState["state"] =>
  isDone(summary, stopAtBest) ? "done" : "begun"

type Found = { readonly summary: RunSummary } | { readonly message: string } | null

/** What summaries beside the logs tell at once; null where the log itself is to be read. */
const kept = Effect.fnUntraced(function*(run: StudyRun, { derived }: Wanted): Effect.fn.Return<RunSummary | null> {
  const summary = yield* loadSummary(logFileOf(run))
  return summary !== null && summary.complete && (!derived || summary.derived !== null) ? summary : null
})

/** Where each run stands. Logs that have no summary are read, in threads where there are many. */
export const surveyRuns = Effect.fnUntraced(function*<Cell extends StudyCell>(
  environment: Environment,
  runs: readonly StudyRun<Cell>[],
  { threads, wanted, report }: SurveyOptions
): Effect.fn.Return<readonly RunState[]> {
  const found: Found[] = runs.map(() => null)
  const unread: number[] = []
  for (const [i, run] of runs.entries()) {
    const summary = yield* kept(run, wanted)
    if (summary !== null) found[i] = { summary }
    else if (yield* hasLog(run)) unread.push(i)
  }
  let done = 0
  const keep = (i: number, what: Found): void => {
    found[i] = what
    done += 1
    if (unread.length > fewLogs) report(done, unread.length)
  }
  if (unread.length <= fewLogs) {
    for (const i of unread) {
      keep(i, yield* readRun(environment, logFileOf(runs[i]!), wanted).pipe(
        Effect.map((summary) => ({ summary })),
        Effect.catch(({ message }) => Effect.succeed({ message }))
      ))
    }
  } else {
    const tellOnce = yield* tellingOnce
    const waiting = unread.values()
    yield* inLanes<number>({
      threads: Math.min(threads, unread.length),
      each: 1,
      next: () => {
        const { value, done } = waiting.next()
        return done === true ? null : { key: value, task: { type: "read", logFile: logFileOf(runs[value]!), wanted } }
      },
      progress: () => {},
      notice: (_, sentence) => tellOnce(sentence),
      ended: (i, end) => keep(i, end.type === "done" ? end : { message: end.type === "failed" ? end.message : "it was not read" })
    })
  }
  return runs.map((run, i): RunState => {
    const what = found[i]!
    if (what === null) return { run, state: "missing", summary: null, message: null }
    return "message" in what
      ? { run, state: "failed", summary: null, message: what.message }
      : { run, state: stateOf(run.cell, what.summary), summary: what.summary, message: null }
  })
})
