import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { checkPlotPlace, writeRefitPicture } from "../effects/history/refitPlot.ts"
import { RefitError } from "../effects/history/RefitError.ts"
import { refitLogs } from "../effects/history/refitLogs.ts"
import { flagName } from "./options/configurationFlags.ts"
import { proposalPlaces } from "./options/gridOptions.ts"
import { tableFileOf } from "./options/tableFile.ts"
import { note, print, printJson } from "./output/print.ts"
import { standardErrorProgress } from "./output/progress.ts"
import { refitDocument, refitText } from "./output/refitted.ts"
import type { AskedRefit } from "./refitRequest.ts"
import { UsageError } from "./UsageError.ts"
import { withNotices } from "./withNotices.ts"

/**
 * Estimators compared on what they did not see. One that gave what none may give is left out and named in the end
 * (exit status 2); what the others are worth is printed all the same.
 */
export const refitFits = Effect.fnUntraced(function*(asked: AskedRefit) {
  const { logs, estimators, axes, changes, folds, every, top, plot, threads, json, quiet } = asked
  if (Option.isSome(asked.trainer) || (yield* tableFileOf(asked)) !== undefined) {
    return yield* new UsageError({
      message: "--trainer and what belongs to it say where --propose looks losses up: give --propose too"
    })
  }
  const ofProposals = proposalPlaces.filter((path) => Option.isSome(asked.flags[path] ?? Option.none()))
  if (ofProposals.length > 0) {
    return yield* new UsageError({
      message: `${ofProposals.map(flagName).join(", ")} chooses architectures, and a fit chooses none: give --propose too`
    })
  }
  if (Option.isSome(plot)) yield* checkPlotPlace(plot.value)
  const progress = standardErrorProgress(quiet)
  const report = yield* refitLogs({
    logs, estimators, axes, changes,
    folds: Option.getOrUndefined(folds),
    every: Option.getOrNull(every),
    top: Option.getOrNull(top),
    threads: Option.getOrUndefined(threads),
    report: (done, total) => progress.report({ done, total, note: "fits" })
  }).pipe(
    withNotices(progress),
    Effect.ensuring(Effect.sync(progress.end)),
    Effect.onInterrupt(() => note("stopped before all fits were made; a refit keeps nothing, so the same command begins again"))
  )
  yield* json ? printJson(refitDocument(report, estimators)) : print(...refitText(report))
  if (Option.isSome(plot)) {
    yield* writeRefitPicture(plot.value, report)
    if (!quiet) yield* note(`drawn: ${plot.value}`)
  }
  const [first, ...others] = report.problems
  if (first === undefined) return
  const also = others.length === 0 ? "" : ` (and likewise ${others.map(({ name }) => name).join(", ")})`
  return yield* new RefitError({
    message: `${first.problem}${also}; it is left out, all others are as if it had not been asked for`
  })
})
