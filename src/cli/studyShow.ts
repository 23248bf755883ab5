import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { access, stat } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { load } from "./load.ts"
import { invocation } from "./output/invocation.ts"
import { note } from "./output/print.ts"
import { shellWord } from "./output/shellWord.ts"
import { checkFormat, outOf, showReport, studyOptions } from "./studyOptions.ts"
import { UsageError } from "./UsageError.ts"
import { withNotices } from "./withNotices.ts"

const isFolder = (path: string): Effect.Effect<boolean> =>
  Effect.promise(() => stat(path).then((found) => found.isDirectory(), () => false))

const exists = (path: string): Effect.Effect<boolean> => Effect.promise(() => access(path).then(() => true, () => false))

export const studyShow = Command.make("show", {
  study: Argument.String("STUDY").pipe(Argument.withDescription("The study's file, or its folder")),
  ...studyOptions
}, Effect.fnUntraced(function*(options) {
  yield* checkFormat(options)
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { readStudy, readStudyFolder } = yield* load(() => import("../effects/study/readStudy.ts"))
  const { countOf, studyReport } = yield* load(() => import("../effects/study/studyReport.ts"))
  const { standardErrorProgress } = yield* load(() => import("./output/progress.ts"))
  const given = yield* isFolder(options.study)
  if (given && Option.isSome(options.out)) {
    return yield* new UsageError({
      message: "--out says where the folder of a study's file lies: leave it out where the folder itself is given"
    })
  }
  // The name of a study that was run here is enough.
  const named = join(outOf(options), options.study)
  const folder = given ? options.study : !(yield* exists(options.study)) && (yield* isFolder(named)) ? named : null
  const progress = standardErrorProgress(options.quiet)
  const reading = {
    threads: Option.getOrElse(options.threads, availableParallelism),
    reading: (done: number, total: number) => progress.report({ done, total, note: "reading logs", phase: "reading" }),
    analysing: (done: number, total: number) => progress.report({ done, total, note: "analysing logs", phase: "analysing" })
  }
  const read = Effect.gen(function*() {
    if (folder !== null) return yield* readStudyFolder(environment(), folder, reading)
    const { readStudyPlan } = yield* load(() => import("./studyPlan.ts"))
    return yield* readStudy(environment(), yield* readStudyPlan(options.study), outOf(options), reading)
  })
  const state = yield* read.pipe(withNotices(progress), Effect.ensuring(Effect.sync(progress.end)))
  yield* showReport(studyReport(state), options)
  const left = state.runs.length - countOf(state, "done")
  if (left > 0 && !options.quiet) {
    const file = folder !== null ? "FILE" : shellWord(options.study)
    const place = Option.isSome(options.out) ? ` --out ${shellWord(options.out.value)}` : ""
    yield* note(`${left} of ${state.runs.length} runs are missing; ${invocation()} study run ${file}${place} goes on`)
  }
})).pipe(
  Command.withDescription("What the runs of a study say so far: means, deviations, intervals, and which differences are beyond noise"),
  Command.withShortDescription("The tables of a study"),
  Command.withExamples([
    { command: "pvll study show studies/samplers", description: "The tables" },
    { command: "pvll study show studies/samplers --format latex", description: "As LaTeX; csv and --json are there too" },
    { command: "pvll study show studies/samplers --plot plots", description: "Curves, intervals and distributions as SVG" }
  ])
)
