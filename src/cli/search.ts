import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { givenChanges } from "./options/configurationOptions.ts"
import { searchOptions } from "./options/searchOptions.ts"
import { tableFileOf } from "./options/tableFile.ts"

export const search = Command.make("search", searchOptions, Effect.fnUntraced(function*(options) {
  const changes = yield* givenChanges({ ...options.configuration, preset: Option.none() })
  const tableFile = yield* tableFileOf(options.measuring)
  const { searchPlan } = yield* load(() => import("./options/searchPlan.ts"))
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { startSearch } = yield* load(() => import("../effects/search/startSearch.ts"))
  const { runSession } = yield* load(() => import("./runSession.ts"))
  const { runOptionsOf } = yield* load(() => import("./options/limits.ts"))

  const plan = yield* searchPlan({
    space: Option.getOrUndefined(options.space),
    preset: Option.getOrUndefined(options.configuration.preset),
    configured: Option.isSome(options.configuration.config),
    trainer: Option.getOrUndefined(Option.map(options.measuring.trainer, ({ type }) => type)),
    device: Option.getOrUndefined(options.device)?.device,
    tableFile,
    data: Option.getOrUndefined(options.data),
    measure: Option.getOrUndefined(options.measure),
    imageSize: Option.getOrUndefined(options.imageSize),
    threads: Option.getOrUndefined(options.threads),
    changes
  })
  const machine = environment()
  yield* Effect.scoped(Effect.gen(function*() {
    const session = yield* startSearch(machine, {
      ...plan,
      seed: Option.getOrElse(options.seed, () => 1),
      out: Option.getOrElse(options.out, () => "logs"),
      name: Option.getOrNull(options.name)
    }, runOptionsOf(options))
    yield* runSession(machine, session, options)
  }))
})).pipe(
  Command.withDescription("Run a search and keep its log. With nothing at all: a small real search on 10,000 digits, within two minutes"),
  Command.withShortDescription("Run a search and keep its log"),
  Command.withExamples([
    { command: "pvll search", description: "Trains on the digits that come with pvll, in the paper's space" },
    { command: "pvll search --preset nb201", description: "A search on NAS-Bench-201, in seconds" },
    { command: "pvll search --preset nb201 --estimator examples/estimators/mainEffects.ts", description: "With an estimator of your own (docs/estimators.md)" },
    { command: "pvll search --data cifar10:DIR --channels 8 --layers 5", description: "Trains on CIFAR-10 (binary version)" },
    { command: "pvll search --trainer tensorflow --device gpu:0", description: "Trains with TensorFlow, on the first GPU (docs/tensorflow.md)" }
  ])
)
