import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { StudyReport } from "../effects/study/studyReport.ts"
import { load } from "./load.ts"
import { json, quiet, threads } from "./options/common.ts"
import { choice, text } from "./options/flags.ts"
import { note, print, printJson } from "./output/print.ts"
import { UsageError } from "./UsageError.ts"

/** What `study run` and `study show` have in common. */
export const studyOptions = {
  out: text("out", "DIR", "Folder that holds the study's folder (default: studies)"),
  format: choice("format", ["text", "csv", "latex"], "How the tables are printed (default: text)"),
  plot: text("plot", "DIR", "Draw the curves and intervals into this folder, as SVG"),
  threads,
  json,
  quiet
}

interface Given {
  readonly format: Option.Option<"text" | "csv" | "latex">
  readonly plot: Option.Option<string>
  readonly json: boolean
  readonly quiet: boolean
}

export const outOf = ({ out }: { readonly out: Option.Option<string> }): string => Option.getOrElse(out, () => "studies")

/** What is asked for twice is refused before anything is done. */
export const checkFormat = ({ json, format }: Given): Effect.Effect<void, UsageError> =>
  json && Option.isSome(format)
    ? Effect.fail(new UsageError({ message: "--json is a format of its own: give it or --format" }))
    : Effect.void

const shown = Effect.fnUntraced(function*(report: StudyReport, format: "text" | "csv" | "latex") {
  switch (format) {
    case "csv": return (yield* load(() => import("./output/studyCsv.ts"))).studyCsv(report)
    case "latex": return (yield* load(() => import("./output/studyLatex.ts"))).studyLatex(report)
    case "text": return (yield* load(() => import("./output/studyText.ts"))).studyText(report)
  }
})

/** Prints a study's report and draws it, as asked. */
export const showReport = Effect.fnUntraced(function*(report: StudyReport, { format, plot, json, quiet }: Given) {
  const { studyDocument } = yield* load(() => import("./output/studyDocument.ts"))
  yield* json ? printJson(studyDocument(report)) : print(...(yield* shown(report, Option.getOrElse(format, () => "text"))))
  if (Option.isNone(plot)) return
  const { drawStudy } = yield* load(() => import("./output/studyPlots.ts"))
  const files = yield* drawStudy(report, plot.value)
  if (quiet) return
  yield* note(...(files.length === 0 ? ["nothing to draw yet: no run is through"] : files.map((file) => `drawn: ${file}`)))
})
