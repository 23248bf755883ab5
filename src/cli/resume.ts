import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { movedData, runLog } from "./options/common.ts"
import { givenChanges } from "./options/configurationOptions.ts"
import { read } from "./options/flags.ts"
import { natural } from "./options/readNumber.ts"
import { runOptions } from "./options/runOptions.ts"
import { tableFileOf } from "./options/tableFile.ts"
import { note } from "./output/print.ts"
import { UsageError } from "./UsageError.ts"

export const resume = Command.make("resume", {
  log: runLog,
  at: read("at", "K", natural, "Make a new log that shares the first K measured steps, and go on from there under any options"),
  data: movedData,
  ...runOptions
}, Effect.fnUntraced(function*(options) {
  if (Option.isNone(options.at) && (Option.isSome(options.name) || Option.isSome(options.out))) {
    return yield* new UsageError({ message: "--name and --out are for a fork: give --at K too, or leave them out to go on in place" })
  }
  const changes = yield* givenChanges(options.configuration)
  const place = {
    trainer: Option.getOrUndefined(Option.map(options.measuring.trainer, ({ type }) => type)),
    device: Option.getOrUndefined(options.device)?.device,
    table: yield* tableFileOf(options.measuring),
    data: Option.getOrUndefined(options.data),
    threads: Option.getOrUndefined(options.threads)
  }
  const { environment } = yield* load(() => import("../effects/environment.ts"))
  const { forkSearch } = yield* load(() => import("../effects/search/forkSearch.ts"))
  const { resumeSearch } = yield* load(() => import("../effects/search/resumeSearch.ts"))
  const { runSession } = yield* load(() => import("./runSession.ts"))
  const { withFoldProgress } = yield* load(() => import("./withFoldProgress.ts"))
  const { runOptionsOf } = yield* load(() => import("./options/limits.ts"))
  const { checkPlace } = yield* load(() => import("../effects/search/placeObjection.ts"))
  const machine = environment()
  yield* checkPlace(options.log, place)
  yield* Effect.scoped(Effect.gen(function*() {
    if (Option.isSome(options.at)) {
      const session = yield* forkSearch(machine, {
        log: options.log,
        at: options.at.value,
        changes,
        place,
        out: Option.getOrNull(options.out),
        name: Option.getOrNull(options.name)
      }, runOptionsOf(options)).pipe(withFoldProgress(options.quiet))
      return yield* runSession(machine, session, options)
    }
    const session = yield* resumeSearch(machine, { log: options.log, changes, place }, runOptionsOf(options)).pipe(withFoldProgress(options.quiet))
    if (session.finished && !options.quiet) yield* note("this search is finished, nothing was done; a larger --steps makes it longer")
    if (session.tornTail !== null) {
      const { length, byte, aside } = session.tornTail
      yield* note(`the last ${length} bytes (from byte ${byte}) were half an event; they are set aside in ${aside}`)
    }
    yield* runSession(machine, session, options)
  }))
})).pipe(
  Command.withDescription("Go on with an interrupted search in place, or fork it at a step (--at K) under other options"),
  Command.withShortDescription("Go on with a search, or fork it"),
  Command.withExamples([
    { command: "pvll resume logs/example-nb201 --at 60 --estimator ridge --name ridge-60", description: "From step 60 on with another estimator" },
    { command: "pvll resume logs/NAME --steps 400", description: "Make a search longer" }
  ])
)
