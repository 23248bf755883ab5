import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { load } from "./load.ts"
import { json, log } from "./options/common.ts"
import { onOff } from "./options/flags.ts"
import { pastable } from "./output/invocation.ts"
import { note, print, printJson } from "./output/print.ts"
import { visible } from "./output/visible.ts"
import { UsageError } from "./UsageError.ts"

export const show = Command.make("show", {
  log,
  follow: onOff("follow", "Print each step as it comes, until the search ends or Ctrl-C"),
  json
}, Effect.fnUntraced(function*({ log, follow, json }) {
  if (follow && json) return yield* new UsageError({ message: "--json prints one document and --follow never ends: give one of them" })
  if (follow) {
    const { followSearch } = yield* load(() => import("./followSearch.ts"))
    return yield* followSearch(log)
  }
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { readFacts, readSummary } = yield* load(() => import("../effects/search/readSummary.ts"))
  const { showDocument, showText } = yield* load(() => import("./output/shown.ts"))
  const { withFoldProgress } = yield* load(() => import("./withFoldProgress.ts"))
  const found = yield* readSummary(environment(), log).pipe(
    withFoldProgress(false),
    Effect.catchTag("OwnEstimatorError", Effect.fnUntraced(function*(error) {
      // Standard input can be read only once.
      if (log === "-") return yield* error
      yield* note(pastable(visible(`what follows is from the facts alone, without a genotype: ${error.message}`)))
      return yield* readFacts(log)
    }))
  )
  yield* json ? printJson(showDocument(found)) : print(...showText(found))
})).pipe(
  Command.withDescription("A search at a glance: what it found, how it got there, under which options"),
  Command.withShortDescription("A search at a glance"),
  Command.withExamples([
    { command: "pvll show logs/example-nb201", description: "Status, trajectory, best architectures" },
    { command: "pvll show logs/NAME --follow", description: "Watch a search that is running" }
  ])
)
