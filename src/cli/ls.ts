import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { load } from "./load.ts"
import { json } from "./options/common.ts"
import { print, printJson } from "./output/print.ts"

export const ls = Command.make("ls", {
  folder: Argument.String("DIR").pipe(Argument.withDescription("The folder of the runs"), Argument.withDefault("logs")),
  json
}, Effect.fnUntraced(function*({ folder, json }) {
  const { readRuns } = yield* load(() => import("../effects/search/readRuns.ts"))
  const { runsText } = yield* load(() => import("./output/runs.ts"))
  const runs = yield* readRuns(folder)
  yield* json ? printJson({ folder, runs }) : print(...runsText(folder, runs))
})).pipe(
  Command.withDescription("All runs in a folder: state, steps, best, which options differ, which is a fork of which"),
  Command.withShortDescription("All runs in a folder"),
  Command.withExamples([{ command: "pvll ls logs", description: "What has been run here?" }])
)
