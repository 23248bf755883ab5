import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { json, quiet, runLog } from "./options/common.ts"
import { onOff, read } from "./options/flags.ts"
import { natural } from "./options/readNumber.ts"
import { print, printJson } from "./output/print.ts"

/** Four checkpoints of five go, and no step takes more than this many trainings to reach (our choice). */
const defaultWithin = 25

/** Reading that takes longer than this says how far it is (milliseconds). */
const patience = 1000

export const prune = Command.make("prune", {
  log: runLog,
  within: read("within", "N", natural, `Trainings that reaching a step may take afterwards (default: ${defaultWithin})`),
  dryRun: onOff("dry-run", "Say what would be freed, and free nothing"),
  json,
  quiet
}, Effect.fnUntraced(function*({ log, within, dryRun, json, quiet }) {
  const { pruneLog } = yield* load(() => import("../effects/search/pruneLog.ts"))
  const { prunedText } = yield* load(() => import("./output/pruned.ts"))
  const { standardErrorProgress } = yield* load(() => import("./output/progress.ts"))
  const progress = standardErrorProgress(quiet)
  const request = { log, within: Option.getOrElse(within, () => defaultWithin), dryRun }
  const begun = performance.now()
  const found = yield* pruneLog(request, (done, total) => {
    if (performance.now() - begun > patience) progress.report({ done, total, note: "reading the checkpoints that stay" })
  }).pipe(Effect.ensuring(Effect.sync(progress.end)))
  yield* json ? printJson({ log, dryRun, ...found }) : print(...prunedText(found, dryRun))
})).pipe(
  Command.withDescription("Free checkpoints of a log, naming the steps that will then take how many trainings to reach. The newest one always stays"),
  Command.withShortDescription("Free checkpoints of a log"),
  Command.withExamples([
    { command: "pvll prune logs/NAME --dry-run", description: "What would go, and what that costs" },
    { command: "pvll prune logs/NAME --within 50", description: "Keep so few that a step may take 50 trainings to reach" }
  ])
)
