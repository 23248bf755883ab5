import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { json, log } from "./options/common.ts"
import { onOff, read } from "./options/flags.ts"
import { natural } from "./options/readNumber.ts"
import { print, printJson } from "./output/print.ts"

/** Four checkpoints of five go, and no step takes more than this many trainings to reach (our choice). */
const defaultWithin = 25

export const prune = Command.make("prune", {
  log,
  within: read("within", "N", natural, `Trainings that reaching a step may take afterwards (default: ${defaultWithin})`),
  dryRun: onOff("dry-run", "Say what would be freed, and free nothing"),
  json
}, Effect.fnUntraced(function*({ log, within, dryRun, json }) {
  const { pruneLog } = yield* load(() => import("../effects/search/pruneLog.ts"))
  const { prunedText } = yield* load(() => import("./output/pruned.ts"))
  const found = yield* pruneLog({ log, within: Option.getOrElse(within, () => defaultWithin), dryRun })
  yield* json ? printJson({ log, dryRun, ...found }) : print(...prunedText(found, dryRun))
})).pipe(
  Command.withDescription("Free checkpoints of a log, naming the steps that will then take how many trainings to reach. The newest one always stays"),
  Command.withShortDescription("Free checkpoints of a log"),
  Command.withExamples([
    { command: "pvll prune logs/NAME --dry-run", description: "What would go, and what that costs" },
    { command: "pvll prune logs/NAME --within 50", description: "Keep so few that a step may take 50 trainings to reach" }
  ])
)
