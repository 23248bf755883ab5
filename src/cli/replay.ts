import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { honestNegative } from "./exitStatus.ts"
import { load } from "./load.ts"
import { json, log, movedData, movedEstimator, quiet, threads } from "./options/common.ts"
import { device } from "./options/deviceChoice.ts"
import { onOff, read } from "./options/flags.ts"
import { natural } from "./options/readNumber.ts"
import { stepList } from "./options/stepList.ts"
import { print, printJson } from "./output/print.ts"
import { UsageError } from "./UsageError.ts"

export const replay = Command.make("replay", {
  log,
  at: read("at", "STEP", natural, "Only the first STEP measured steps"),
  verify: onOff("verify", "Compute everything again, without snapshots, and compare every fingerprint. Exit status 1 where one differs"),
  retrain: read("retrain", "STEPS", stepList, "Also train and measure these steps again (5,20-22), and compare. Exit status 1 where one differs"),
  data: movedData,
  device,
  estimator: movedEstimator,
  threads,
  json,
  quiet
}, Effect.fnUntraced(function*({ log, at, verify, retrain, data, estimator, device, threads, json, quiet }) {
  if (verify && log === "-") return yield* new UsageError({ message: "--verify reads the log twice: give it as a folder or file, not as -" })
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { readSummary } = yield* load(() => import("../effects/search/readSummary.ts"))
  const { verifyReplay } = yield* load(() => import("../effects/search/verifyReplay.ts"))
  const { standardErrorProgress } = yield* load(() => import("./output/progress.ts"))
  const { replayText } = yield* load(() => import("./output/replayed.ts"))
  const { retrainSteps } = yield* load(() => import("../effects/search/retrainSteps.ts"))
  const { trainsWeights } = yield* load(() => import("../effects/search/presentTrainer.ts"))
  const { withTrainingProgress } = yield* load(() => import("./withTrainingProgress.ts"))
  const { withNotices } = yield* load(() => import("./withNotices.ts"))
  const { withFoldProgress } = yield* load(() => import("./withFoldProgress.ts"))
  if (Option.isSome(estimator)) {
    const { loadMovedOwn } = yield* load(() => import("../effects/estimator/movedOwn.ts"))
    yield* loadMovedOwn(log, estimator.value)
  }
  const machine = environment()
  const progress = standardErrorProgress(quiet)
  const { summary, search, history } = yield* readSummary(machine, log, Option.getOrUndefined(at)).pipe(withFoldProgress(quiet))
  const verification = verify
    ? yield* verifyReplay(machine, log, Option.getOrUndefined(at), (done) =>
      progress.report({ done, total: history.steps.length, note: "" })).pipe(withNotices(progress), Effect.ensuring(Effect.sync(progress.end)))
    : null
  const retrained = Option.isNone(retrain) ? null : yield* retrainSteps(
    log,
    retrain.value,
    { data: Option.getOrUndefined(data), device: Option.getOrUndefined(device)?.device, threads: Option.getOrUndefined(threads) }
  ).pipe(withTrainingProgress(progress))
  yield* json
    ? printJson({ ...summary, ...verification, ...(retrained === null ? {} : { retrained }) })
    : print(...replayText(summary, verification, retrained, trainsWeights(search.setting)))
  if (verification?.verified === false || (retrained !== null && retrained.mismatch !== null)) yield* honestNegative
})).pipe(
  Command.withDescription("Fold a log to the state that it leads to, and show it. With --verify nothing is believed: every draw, fit and fingerprint is computed again"),
  Command.withShortDescription("Fold a log to its state; --verify computes all of it again"),
  Command.withExamples([
    { command: "pvll replay logs/example-nb201 --verify", description: "Is every recorded number what this machine computes?" },
    { command: "pvll replay logs/NAME --retrain 30", description: "Train and measure step 30 again, from the nearest checkpoint" },
    { command: "pvll replay logs/example-nb201 --at 60", description: "The state after 60 measured networks" }
  ])
)
