import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ProposedStep } from "../core/history/proposalSummary.ts"
import { proposeLog } from "../effects/history/proposeLog.ts"
import { tableFileOf } from "./options/tableFile.ts"
import { note, print, printJson } from "./output/print.ts"
import { standardErrorProgress } from "./output/progress.ts"
import { proposedDocument, proposedText, stoppedText } from "./output/proposed.ts"
import { visible } from "./output/visible.ts"
import type { AskedRefit } from "./refitRequest.ts"
import { UsageError } from "./UsageError.ts"
import { withNotices } from "./withNotices.ts"

/** What if: which architectures other estimators would have asked for. Interrupted, it prints what it has. */
export const refitProposals = Effect.fnUntraced(function*(asked: AskedRefit) {
  const { logs, estimators, axes, changes, folds, every, top, plot, json, quiet } = asked
  const ofFits = Object.entries({ folds, every, top, plot }).flatMap(([name, value]) =>
    Option.isSome<unknown>(value) ? [`--${name}`] : [])
  if (ofFits.length > 0) {
    return yield* new UsageError({
      message: `--propose fits nothing to folds and draws nothing: leave out ${ofFits.join(", ")}`
    })
  }
  const [log, ...more] = logs
  if (log === undefined || more.length > 0) {
    return yield* new UsageError({ message: `--propose asks about one log at a time, not about ${logs.length}` })
  }
  const table = yield* tableFileOf(asked)
  if (Option.isSome(asked.trainer) && asked.trainer.value.type !== "table") {
    return yield* new UsageError({
      message: "--propose trains nothing: it looks losses up in a table, --trainer table or table:FILE"
    })
  }
  const progress = standardErrorProgress(quiet)
  const sofar = new Map<string, ProposedStep[]>()
  const report = yield* proposeLog({
    log, estimators, axes, changes, table,
    onStep: (name, step, done, total) => {
      sofar.set(name, [...sofar.get(name) ?? [], step])
      progress.report({ done, total, note: visible(name) })
    }
  }).pipe(
    withNotices(progress),
    Effect.ensuring(Effect.sync(progress.end)),
    Effect.onInterrupt(() => json || sofar.size === 0
      ? note("stopped; nothing was changed")
      : print(...stoppedText(log, [...sofar].map(([name, steps]) => ({ name, steps })))))
  )
  yield* json ? printJson(proposedDocument(report)) : print(...proposedText(report))
})
