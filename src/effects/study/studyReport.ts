import { type AnalysisReport, analysisReport } from "./analysisReport.ts"
import { measureOf, type Moment } from "./measures.ts"
import { type MeasureTable, measureTable } from "./measureTable.ts"
import { runName } from "./study.ts"
import { dataSetsOf, type StudyFile } from "./studyFile.ts"
import type { RunState, StudyState } from "./studyState.ts"

/** What the runs of a study say, as far as they are through. */
export interface StudyReport extends StudyState {
  /** the measures of the study, in its order, on each data set */
  readonly tables: readonly MeasureTable[]
  readonly analysed: readonly AnalysisReport[]
}

/** Where a study takes its measures of the best so far. */
export const momentsOf = ({ at }: Pick<StudyFile, "at">): readonly Moment[] => at ?? ["end"]

export const studyReport = (state: StudyState): StudyReport => {
  const { file, runs } = state
  const sets = dataSetsOf(file).map((set) => set?.name ?? null)
  return {
    ...state,
    analysed: (file.analyses ?? []).flatMap((analysis) =>
      sets.map((data) => analysisReport(file, analysis, data, state.analyses))),
    tables: sets.flatMap((data) => {
      const own = runs.filter(({ run }) => run.cell.data === data)
      return file.measures.flatMap((measure) =>
        (measureOf(measure).anywhere ? momentsOf(file) : [null]).map((at) => measureTable(file, own, data, measure, at)))
    })
  }
}

/** Runs of each state, in words' order: what a person is told first. */
export const countOf = ({ runs }: StudyState, state: RunState["state"]): number =>
  runs.filter((one) => one.state === state).length

/** Runs that are through and measured nothing: all of their networks failed or diverged. */
export const emptyRuns = ({ runs }: StudyState): readonly RunState[] =>
  runs.filter(({ state, summary }) => state === "done" && summary !== null && summary.improvements.length === 0)

/** What failed: runs that failed in the same way, with what the first of them said. */
export const failures = ({ runs }: StudyState): readonly { readonly message: string; readonly runs: readonly string[] }[] => {
  const found = new Map<string, { readonly message: string; readonly runs: readonly string[] }>()
  for (const { run, state, message } of runs) {
    if (state !== "failed") continue
    const sentence = message ?? "it failed"
    const way = sentence.replaceAll(run.folder, "")
    const others = found.get(way)
    found.set(way, { message: others?.message ?? sentence, runs: [...(others?.runs ?? []), runName(run)] })
  }
  return [...found.values()]
}
