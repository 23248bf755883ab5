import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { load } from "./load.ts"
import { json, runLog } from "./options/common.ts"
import { grouped } from "./output/numbers.ts"
import { print, printJson } from "./output/print.ts"
import { visible } from "./output/visible.ts"

export const repair = Command.make("repair", { log: runLog, json }, Effect.fnUntraced(function*({ log, json }) {
  const { repairLog } = yield* load(() => import("../effects/log/repairLog.ts"))
  const { file, events, damage, aside } = yield* repairLog(log)
  if (json) {
    return yield* printJson({
      log, file, events, aside, damage: damage && { line: damage.line, byte: damage.byte, kind: damage.kind }
    })
  }
  yield* print(damage === null
    ? `${file} is whole: ${grouped(events)} events, nothing to repair`
    : `kept the ${grouped(events)} events before byte ${damage.byte} (${damage.kind})`
      + (aside === null ? "" : `; what came from there on is in ${visible(aside)}`))
})).pipe(
  Command.withDescription("Keep the events before the first damage, and set everything from there on aside in a file"),
  Command.withShortDescription("Set damage aside"),
  Command.withExamples([{ command: "pvll repair logs/NAME", description: "After `pvll verify` found damage" }])
)
