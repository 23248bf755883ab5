// One thread of a study: does the tasks that it is given, and tells how each ended, until it is terminated.
import { parentPort } from "node:worker_threads"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { environment } from "../environment.ts"
import { Notice } from "../search/Notice.ts"
import { keptTables, OpenTables } from "../search/OpenTables.ts"
import { Progress } from "../search/Progress.ts"
import { analyse } from "./analyse.ts"
import { saveAnalysis } from "./analysisFiles.ts"
import { executeRun } from "./executeRun.ts"
import { readRun } from "./readRun.ts"
import type { RunSummary } from "./runSummary.ts"
import type { FromWorker, StudyTask, TaskEnd, ToWorker } from "./workerMessages.ts"

/** Milliseconds between two words on how far a run is. */
const progressEvery = 100

const machine = environment()
const tables = keptTables()
const fibers = new Map<number, Fiber.Fiber<TaskEnd, { readonly message: string }>>()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (message: FromWorker): void => parentPort!.postMessage(message)

const reporting = (id: number) => {
  let toldAt = -Infinity
  return Progress.of({
    report: ({ measured }, fact) => Effect.sync(() => {
      if (fact.type !== "learned" || performance.now() - toldAt < progressEvery) return
      toldAt = performance.now()
      tell({ type: "progress", id, measured })
    })
  })
}

const done = (summary: RunSummary): TaskEnd => ({ type: "done", summary })

const work = (task: StudyTask): Effect.Effect<TaskEnd, { readonly message: string }> => {
  switch (task.type) {
    case "execute": return Effect.map(executeRun(machine, task.run, task.wanted), done)
    case "read": return Effect.map(readRun(machine, task.logFile, task.wanted), done)
    case "analyse":
      return analyse(machine, task.analysis, task.logs).pipe(
        Effect.tap((result) => saveAnalysis(task.keep, result)),
        Effect.map((result) => ({ type: "analysed", result }))
      )
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** An error with a name of ours says what to do; any other one that was thrown is a bug. */
const defectSentence = (defect: unknown): string =>
  typeof defect === "object" && defect !== null && "_tag" in defect
    ? sentence(defect)
    : `this is a bug in pvll (${defect instanceof Error ? `${defect.name}: ${defect.message}` : String(defect)}); please report it`

const endOf = (exit: Exit.Exit<TaskEnd, { readonly message: string }>): TaskEnd => {
  if (Exit.isSuccess(exit)) return exit.value
  const { reasons } = exit.cause
  const died = reasons.find(Cause.isDieReason)
  if (died !== undefined) return { type: "failed", message: defectSentence(died.defect) }
  const failed = reasons.find(Cause.isFailReason)
  return failed === undefined ? { type: "stopped" } : { type: "failed", message: failed.error.message }
}

const start = (id: number, task: StudyTask): void => {
  const fiber = Effect.runFork(work(task).pipe(
    Effect.provideService(OpenTables, tables),
    Effect.provideService(Progress, reporting(id)),
    Effect.provideService(Notice, { tell: (sentence) => Effect.sync(() => tell({ type: "notice", id, sentence })) })
  ))
  fibers.set(id, fiber)
  fiber.addObserver((exit) => {
    fibers.delete(id)
    tell({ type: "end", id, end: endOf(exit) })
  })
}

parentPort!.on("message", (message: ToWorker) => {
  if (message.type === "start") start(message.id, message.task)
  else fibers.get(message.id)?.interruptUnsafe()
})
