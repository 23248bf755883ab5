import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { availableParallelism } from "node:os"
import { load } from "./load.ts"
import { read } from "./options/flags.ts"
import { positiveInteger, timeSpan } from "./options/readNumber.ts"
import { invocation } from "./output/invocation.ts"
import { note } from "./output/print.ts"
import { shellWord } from "./output/shellWord.ts"
import { visible } from "./output/visible.ts"
import { checkFormat, outOf, showReport, studyOptions } from "./studyOptions.ts"
import { UsageError } from "./UsageError.ts"
import { withNotices } from "./withNotices.ts"

export const studyRun = Command.make("run", {
  file: Argument.String("FILE").pipe(Argument.withDescription("A study: a JSON file of variants, seeds and measures")),
  seeds: read("seeds", "N", positiveInteger, "Only the first N seeds of the study, for a quick look"),
  maxTime: read("max-time", "TIME", timeSpan, "Stop at the next safe points after this time: 90s, 15m, 1h30m"),
  ...studyOptions
}, Effect.fnUntraced(function*(options) {
  yield* checkFormat(options)
  const { readStudyPlan } = yield* load(() => import("./studyPlan.ts"))
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { runStudy } = yield* load(() => import("../effects/study/runStudy.ts"))
  const { countOf, failures, studyReport } = yield* load(() => import("../effects/study/studyReport.ts"))
  const { standardErrorProgress } = yield* load(() => import("./output/progress.ts"))
  const { studyPosition } = yield* load(() => import("./output/studyProgress.ts"))

  const study = yield* readStudyPlan(options.file)
  const out = outOf(options)
  const place = Option.isSome(options.out) ? ` --out ${shellWord(out)}` : ""
  const again = `${invocation()} study run ${shellWord(options.file)}${place}`
  const progress = standardErrorProgress(options.quiet)
  const result = yield* runStudy(environment(), study, {
    out,
    threads: Option.getOrElse(options.threads, availableParallelism),
    seeds: Option.getOrNull(options.seeds),
    maxTime: Option.match(options.maxTime, { onNone: () => undefined, onSome: Duration.seconds }),
    reading: (done, total) => progress.report({ done, total, note: "reading logs", phase: "reading" }),
    analysing: (done, total) => progress.report({ done, total, note: "analysing logs", phase: "analysing" }),
    report: (position) => progress.report(studyPosition(position)),
    notice: (sentence) => progress.line(visible(sentence))
  }).pipe(
    withNotices(progress),
    Effect.ensuring(Effect.sync(progress.end)),
    Effect.onInterrupt(() => note(`stopped; all logs are complete up to here, and ${again} goes on`))
  )
  if (result.reason === "time-limit") yield* note(`stopped at the time limit; ${again} goes on`)
  yield* showReport(studyReport(result), options)
  const failed = countOf(result, "failed")
  if (failed > 0) {
    const [first] = failures(result)
    return yield* new UsageError({
      message: `${failed} of ${result.runs.length} runs failed, the first one with: ${first!.message}; `
        + `once that is mended, ${again} tries them again`
    })
  }
})).pipe(
  Command.withDescription(
    "Run what is left of a study, as many searches at a time as there are threads, then show it. Runs that are through stay as they are"
  ),
  Command.withShortDescription("Run what is left of a study"),
  Command.withExamples([
    { command: "pvll study run examples/studies/samplers.json", description: "Three samplers, ten seeds, one table" },
    { command: "pvll study run FILE.json --seeds 3 --threads 2", description: "A quick look with the first three seeds" }
  ])
)
