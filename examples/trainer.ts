// A search that measures with a trainer of one's own, and keeps nothing on disk. Run: npx node examples/trainer.ts
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { nb201 } from "pvll/core/architecture/spaces/nb201"
import { begin } from "pvll/core/search/begin"
import { coreVersion } from "pvll/core/search/coreVersion"
import { presets } from "pvll/core/search/presets"
import { environment } from "pvll/effects/environment"
import { EventLog } from "pvll/effects/log/EventLog"
import { memoryLog } from "pvll/effects/log/memoryLog"
import { searchLoop } from "pvll/effects/search/searchLoop"
import { Trainer } from "pvll/effects/trainer/Trainer"

const machine = environment()
const trainer = { name: "counting", version: "1", deterministic: true }
const data = { name: "made-up", measure: "edges without a 3x3 convolution", digest: "none" }

/** Stands for a training: an architecture is the better the more 3x3 convolutions it has. */
const counting = Layer.succeed(Trainer, {
  identity: trainer,
  data,
  train: () => Effect.void,
  measure: ({ step, printed }) =>
    Effect.succeed({ type: "measured", data: { step, loss: 1 - (printed.split("nor_conv_3x3").length - 1) / 6 } })
})

const setting = {
  configuration: { ...presets.quick, warmUp: 10, steps: 20 },
  space: nb201, seed: 1, data, trainer, core: coreVersion
}

const program = Effect.gen(function*() {
  const log = yield* EventLog
  yield* log.append({ type: "configured", data: setting })
  const search = yield* searchLoop(machine, begin(machine, setting), (_, { event }) => Effect.sync(() => {
    if (event.type === "measured") console.log(event.data.step, event.data.loss.toFixed(3))
    return "go on" as const
  }))
  console.log("measured", search.measured)
})

await Effect.runPromise(program.pipe(Effect.provide(counting), Effect.provideService(EventLog, memoryLog().log)))
