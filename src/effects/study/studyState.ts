import type { AnalysisState } from "./analyseRuns.ts"
import type { RunSummary } from "./runSummary.ts"
import type { StudyRun } from "./study.ts"
import type { StudyFile } from "./studyFile.ts"

/** Where a run of a study stands. */
export interface RunState {
  readonly run: StudyRun
  /** `failed`: it could not go on, or its log cannot be read; `message` says why */
  readonly state: "done" | "begun" | "missing" | "failed"
  /** what is there so far; null where nothing is, or cannot be read */
  readonly summary: RunSummary | null
  readonly message: string | null
}

/** Where a study stands: each run that its file asks for. */
export interface StudyState {
  readonly folder: string
  readonly file: StudyFile
  readonly runs: readonly RunState[]
  /** of each analysis, data set and seed */
  readonly analyses: readonly AnalysisState[]
}
