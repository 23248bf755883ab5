import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { honestNegative } from "./exitStatus.ts"
import { load } from "./load.ts"
import { json } from "./options/common.ts"
import { print, printJson } from "./output/print.ts"
import { UsageError } from "./UsageError.ts"

export const diff = Command.make("diff", {
  a: Argument.String("A").pipe(Argument.withDescription("A log: a run's folder, its events.ndjson, or -")),
  b: Argument.String("B").pipe(Argument.withDescription("Another log")),
  json
}, Effect.fnUntraced(function*({ a, b, json }) {
  if (a === "-" && b === "-") return yield* new UsageError({ message: "only one of the two logs can be standard input" })
  const { diffLogs } = yield* load(() => import("../effects/history/diffLogs.ts"))
  const { differenceDocument, differenceText } = yield* load(() => import("./output/difference.ts"))
  const difference = yield* diffLogs(a, b)
  yield* json ? printJson(differenceDocument(difference)) : print(...differenceText(difference, a, b))
  if (!difference.same) yield* honestNegative
})).pipe(
  Command.withDescription("Compare two searches fact by fact: where they part, why, and what follows. Exit status 0: same, 1: different"),
  Command.withShortDescription("Where two searches part, and why"),
  Command.withExamples([
    { command: "pvll diff logs/example-nb201 logs/example-nb201-ridge", description: "A run and its fork with another estimator" }
  ])
)
