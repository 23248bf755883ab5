import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { json, movedData, quiet, runLog, threads } from "./options/common.ts"
import { device } from "./options/deviceChoice.ts"
import { read } from "./options/flags.ts"
import { positiveInteger } from "./options/readNumber.ts"
import { note, print, printJson } from "./output/print.ts"

const defaultTop = 5

export const remeasure = Command.make("remeasure", {
  log: runLog,
  top: read("top", "K", positiveInteger, `How many of the best distinct architectures, beside the derived one (default: ${defaultTop})`),
  data: movedData,
  device,
  threads,
  json,
  quiet
}, Effect.fnUntraced(function*({ log, top, data, device, threads, json, quiet }) {
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { remeasure } = yield* load(() => import("../effects/search/remeasure.ts"))
  const { standardErrorProgress } = yield* load(() => import("./output/progress.ts"))
  const { remeasuredText } = yield* load(() => import("./output/remeasured.ts"))
  const { withFoldProgress } = yield* load(() => import("./withFoldProgress.ts"))
  const { withTrainingProgress } = yield* load(() => import("./withTrainingProgress.ts"))
  const progress = standardErrorProgress(quiet)
  const place = { data: Option.getOrUndefined(data), device: Option.getOrUndefined(device)?.device, threads: Option.getOrUndefined(threads) }
  const request = { log, top: Option.getOrElse(top, () => defaultTop), place }
  const found = yield* Effect.scoped(remeasure(environment(), request)).pipe(
    withTrainingProgress(progress),
    withFoldProgress(quiet),
    Effect.onInterrupt(() => note("stopped; what was measured until now is in the log, and the same command measures all of it"))
  )
  yield* json ? printJson({ log, remeasured: found }) : print(...remeasuredText(found))
})).pipe(
  Command.withDescription(
    "Measure the best architectures of a log, and the derived one, again with one and the same set of weights: losses of different steps belong to different weights"
  ),
  Command.withShortDescription("Measure the best ones again with the same weights"),
  Command.withExamples([{ command: "pvll remeasure logs/NAME --top 10", description: "Which of the ten best is best, at equal weights?" }])
)
