import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { json, log } from "./options/common.ts"
import { choice, read } from "./options/flags.ts"
import { natural } from "./options/readNumber.ts"
import { print, printJson } from "./output/print.ts"
import { visible } from "./output/visible.ts"

export const derive = Command.make("derive", {
  log,
  at: read("at", "STEP", natural, "After the first STEP measured steps"),
  format: choice("format", ["darts", "json"], "The genotype as text (default; a DARTS literal, or the NAS-Bench-201 string), or as JSON"),
  ranking: choice("ranking", ["softmax", "raw"], "What operations are compared by: softmax(A) along each edge, or A itself"),
  json
}, Effect.fnUntraced(function*({ log, at, format, ranking, json }) {
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { readDerivation } = yield* load(() => import("../effects/search/readDerivation.ts"))
  const { withFoldProgress } = yield* load(() => import("./withFoldProgress.ts"))
  const derivation = yield* readDerivation(environment(), log, Option.getOrUndefined(at), Option.getOrUndefined(ranking)).pipe(
    withFoldProgress(false)
  )
  const asJson = json || Option.getOrElse(format, () => "darts") === "json"
  yield* asJson ? printJson(derivation) : print(visible(derivation.genotype ?? derivation.architecture))
})).pipe(
  Command.withDescription("The genotype that the architecture parameters of a log stand for"),
  Command.withShortDescription("The genotype of a log"),
  Command.withExamples([
    { command: "pvll derive logs/example-nb201", description: "After the whole search" },
    { command: "pvll derive logs/example-nb201 --at 60 --format json", description: "After 60 measured networks, as JSON" }
  ])
)
