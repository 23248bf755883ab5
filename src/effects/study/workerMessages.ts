import type { LogsByVariant } from "./analyse.ts"
import type { Analysis } from "./analysisFile.ts"
import type { AnalysisPlace } from "./analysisFiles.ts"
import type { AnalysisResult } from "./analysisResult.ts"
import type { Wanted } from "./readRun.ts"
import type { RunSummary } from "./runSummary.ts"
import type { PlannedRun } from "./study.ts"

/** A piece of work for a worker: to bring a run to its end, only to read where it stands, or to analyse runs of one seed. */
export type StudyTask =
  | { readonly type: "execute"; readonly run: PlannedRun; readonly wanted: Wanted }
  | { readonly type: "read"; readonly logFile: string; readonly wanted: Wanted }
  | { readonly type: "analyse"; readonly analysis: Analysis; readonly logs: LogsByVariant; readonly keep: AnalysisPlace }

/** What the main thread tells a worker: tasks by number; `stop` ends one at its next safe point. */
export type ToWorker =
  | { readonly type: "start"; readonly id: number; readonly task: StudyTask }
  | { readonly type: "stop"; readonly id: number }

/** How a task ended. */
export type TaskEnd =
  | { readonly type: "done"; readonly summary: RunSummary }
  | { readonly type: "analysed"; readonly result: AnalysisResult }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "stopped" }

/** What a worker tells of a task: how far its run is, what a person should know, and in the end how it ended. */
export type FromWorker =
  & { readonly id: number }
  & (
    | { readonly type: "progress"; readonly measured: number }
    | { readonly type: "notice"; readonly sentence: string }
    | { readonly type: "end"; readonly end: TaskEnd }
  )
