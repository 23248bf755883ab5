import * as Effect from "effect/Effect"
import type { Environment } from "../core/environment.ts"
import { best } from "../core/history/best.ts"
import { derivationParameters, hasMoved } from "../core/search/derivation.ts"
import { Progress } from "../effects/search/Progress.ts"
import { RestoreProgress } from "../effects/search/RestoreProgress.ts"
import type { RunResult } from "../effects/search/runSearch.ts"
import type { Session } from "../effects/search/startSearch.ts"
import { SearchError } from "../effects/search/SearchError.ts"
import { summaryOf } from "../effects/search/summary.ts"
import { defaultEngine } from "../effects/trainer/engines.ts"
import { TrainingProgress } from "../effects/trainer/TrainingProgress.ts"
import { genotypeDrawing } from "./output/architectureDrawing.ts"
import { invocation } from "./output/invocation.ts"
import { networkText } from "./output/networkText.ts"
import { nextCommands } from "./output/nextCommands.ts"
import { measure } from "./output/numbers.ts"
import { note, print, printJson } from "./output/print.ts"
import { standardErrorProgress } from "./output/progress.ts"
import { searchProgress } from "./output/searchProgress.ts"
import { shellWord } from "./output/shellWord.ts"
import { summaryText } from "./output/summary.ts"
import { trainerText } from "./output/trainerText.ts"
import { visible } from "./output/visible.ts"
import { withNotices } from "./withNotices.ts"

export interface Showing {
  readonly json: boolean
  readonly quiet: boolean
}

const goesOn = (folder: string) => `${invocation()} resume ${shellWord(folder)}`

const show = (
  environment: Environment,
  { folder, reason, search, history }: RunResult,
  { table, trains }: Pick<Session, "table" | "trains">,
  { json, quiet }: Showing
) => {
  const summary = summaryOf(environment, folder, search, history, table)
  if (json) return printJson({ ...summary, reason })
  const { space, configuration, trainer } = search.setting
  const stopped = reason === "time-limit" ? [`stopped at the time limit; ${goesOn(folder)} goes on`, ""] : []
  const drawing = trains ? [
    "", ...genotypeDrawing(space, derivationParameters(search), configuration.ranking),
    `(what ${hasMoved(search) ? "A stands for" : "the best measured one stands for"}, not measured itself: ${invocation()} remeasure ${shellWord(folder)} does that)`
  ] : []
  const next = quiet ? [] : nextCommands(folder, summary.steps, configuration.estimator.name, { trains, deterministic: trainer.deterministic })
  return print(...stopped, ...summaryText(summary), ...drawing, ...next)
}

/** Progress of a search that trains: after every batch. */
const trainingReports = (session: Session, report: ReturnType<typeof standardErrorProgress>["report"]) => {
  const progress = searchProgress(session.start, () => performance.now() / 1000)
  return {
    facts: Progress.of({ report: (search, _, lowest) => Effect.sync(() => report(progress.advanced(search, lowest))) }),
    batches: TrainingProgress.of({ report: (position) => report(progress.trained(position)) }),
    restoring: RestoreProgress.of({ report: progress.restored })
  }
}

/** Progress of a search that looks up its measurements: after every step. */
const stepReports = (report: ReturnType<typeof standardErrorProgress>["report"]) =>
  Progress.of({
    report: (search, fact, lowest) => Effect.sync(() => {
      const { warmUp, steps } = search.setting.configuration
      if (fact.type === "learned") {
        report({
          done: search.measured,
          total: warmUp + steps,
          note: lowest === null ? "" : `best ${measure(lowest)}`,
          phase: search.measured < warmUp ? "warm-up" : "search"
        })
      }
    })
  })

/** What is going to be trained, so that nobody waits for another search than was meant. */
const openingText = ({ start: { setting: { space, data, configuration, trainer } } }: Session): string =>
  `${visible(space.name)} on ${visible(data.name)}, trained here${trainer.name === defaultEngine.name ? "" : ` by ${trainerText(trainer)}`}: N = ${configuration.warmUp}, T = ${configuration.steps}, ${networkText(configuration.training)}`

/** Runs a session with progress, then shows what it found; an interruption says how to go on. */
export const runSession = (environment: Environment, session: Session, showing: Showing) => {
  const progress = standardErrorProgress(showing.quiet)
  const training = trainingReports(session, progress.report)
  const opening = session.trains && !session.finished && !showing.quiet ? note(openingText(session)) : Effect.void
  return Effect.andThen(opening, session.run).pipe(
    Effect.provideService(Progress, session.trains ? training.facts : stepReports(progress.report)),
    Effect.provideService(TrainingProgress, training.batches),
    Effect.provideService(RestoreProgress, training.restoring),
    withNotices(progress),
    Effect.ensuring(Effect.sync(progress.end)),
    Effect.onInterrupt(() => note(`stopped; the log is complete up to here, and ${goesOn(session.folder)} goes on`)),
    Effect.tap((result) => show(environment, result, session, showing)),
    Effect.flatMap(({ folder, search, history }) => search.measured > 0 && best(history) === null
      ? Effect.fail(new SearchError({
        message: `not one of ${search.measured} architectures could be measured; \`pvll show ${shellWord(folder)}\` says why`
      }))
      : Effect.void)
  )
}
