import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { honestNegative } from "./exitStatus.ts"
import { load } from "./load.ts"
import { json, log } from "./options/common.ts"
import { grouped } from "./output/numbers.ts"
import { print, printJson } from "./output/print.ts"
import { bad, good } from "./output/style.ts"
import { visible } from "./output/visible.ts"

export const verify = Command.make("verify", { log, json }, Effect.fnUntraced(function*({ log, json }) {
  const { verifyLog } = yield* load(() => import("../effects/log/verifyLog.ts"))
  const { valid, events, damage } = yield* verifyLog(log)
  if (json) {
    yield* printJson({
      log, valid, events, damage: damage && { line: damage.line, byte: damage.byte, kind: damage.kind, message: damage.message }
    })
  } else {
    yield* print(damage === null
      ? good(`${log} is whole: ${grouped(events)} events, each id pins all before it`)
      : bad(visible(damage.message)))
  }
  if (!valid) yield* honestNegative
})).pipe(
  Command.withDescription("Check every byte of a log against its chain of ids. Exit status 1: damaged, with line and byte"),
  Command.withShortDescription("Is a log whole?"),
  Command.withExamples([{ command: "pvll verify logs/example-nb201", description: "Is this log as it was written?" }])
)
