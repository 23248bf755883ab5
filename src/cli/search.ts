import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { givenChanges } from "./options/configurationOptions.ts"
import { searchOptions } from "./options/searchOptions.ts"
import { tableFileOf } from "./options/tableFile.ts"

export const search = Command.make("search", searchOptions, Effect.fnUntraced(function*(options) {
  const changes = yield* givenChanges(options.configuration)
  const { chosenSpace } = yield* load(() => import("./options/chosenSpace.ts"))
  const { changed } = yield* load(() => import("../core/search/configurationChanges.ts"))
  const { presets } = yield* load(() => import("../core/search/presets.ts"))
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { startSearch } = yield* load(() => import("../effects/search/startSearch.ts"))
  const { runSession } = yield* load(() => import("./runSession.ts"))
  const { limitsOf } = yield* load(() => import("./options/limits.ts"))

  const space = yield* chosenSpace(Option.getOrElse(options.space, () => "nb201"))
  const file = yield* tableFileOf(options.measuring)
  const machine = environment()
  yield* Effect.scoped(Effect.gen(function*() {
    const session = yield* startSearch(machine, {
      space,
      seed: Option.getOrElse(options.seed, () => 1),
      configuration: changed(presets.nb201, changes),
      table: file === undefined ? {
        type: "shipped",
        data: Option.getOrElse(options.data, () => "cifar10"),
        measure: Option.getOrElse(options.measure, () => "valid")
      } : { type: "file", file },
      out: Option.getOrElse(options.out, () => "logs"),
      name: Option.getOrNull(options.name)
    }, limitsOf(options))
    yield* runSession(machine, session, options)
  }))
})).pipe(
  Command.withDescription("Run a search and keep its log. With nothing at all: a landscape search of 200 networks on NAS-Bench-201, in seconds"),
  Command.withShortDescription("Run a search and keep its log"),
  Command.withExamples([
    { command: "pvll search", description: "A search on NAS-Bench-201, CIFAR-10" },
    { command: "pvll search --preset paper --seed 7 --name paper-7", description: "The paper's settings" },
    { command: "pvll search --data cifar100 --steps 100 --head softplus", description: "Other data and options" }
  ])
)
