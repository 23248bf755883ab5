import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { nasnet } from "../../src/core/architecture/spaces/nasnet.ts"
import { growingHistory } from "../../src/core/history/growingHistory.ts"
import { begin } from "../../src/core/search/begin.ts"
import { changed } from "../../src/core/search/configurationChanges.ts"
import { coreVersion } from "../../src/core/search/coreVersion.ts"
import { presets } from "../../src/core/search/presets.ts"
import { environment } from "../../src/effects/environment.ts"
import { createLog } from "../../src/effects/log/createLog.ts"
import { EventLog } from "../../src/effects/log/EventLog.ts"
import { openTrainer, type ReadyTrainer } from "../../src/effects/search/readyTrainer.ts"
import { runSearch } from "../../src/effects/search/runSearch.ts"

/** A trainer that adds up the seconds it is at work. */
const timed = (ready: ReadyTrainer, add: (seconds: number) => void): ReadyTrainer => {
  const timing = <A, E>(work: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      const from = performance.now()
      return Effect.ensuring(work, Effect.sync(() => add((performance.now() - from) / 1000)))
    })
  const { trainer } = ready
  return {
    ...ready,
    trainer: {
      ...trainer,
      train: (assignment) => timing(trainer.train(assignment)),
      measure: (assignment, train) => timing(trainer.measure(assignment, train)),
      weights: { ...trainer.weights!, test: (assignment) => timing(trainer.weights!.test(assignment)) }
    }
  }
}

/**
 * The share of a search's time (in per cent) that goes to anything but training and measuring: draws, refits, steps of A,
 * the log, checkpoints. The search is that of `pvll search` with nothing at all.
 */
export const edgeWork = (quick: boolean): Promise<number> => {
  const machine = environment()
  const out = mkdtempSync(join(tmpdir(), "pvll-bench-"))
  const configuration = changed(presets.digits, quick ? { warmUp: 3, steps: 5 } : {})
  const search = Effect.scoped(Effect.gen(function*() {
    let training = 0
    const opened = yield* openTrainer(
      { type: "wasm", data: { kind: "mnist", folder: null }, threads: undefined }, { space: nasnet, seed: 1, configuration })
    const ready = timed(opened, (seconds) => (training += seconds))
    const { data, identity: trainer } = ready.trainer
    const setting = { configuration, space: nasnet, seed: 1, data, trainer, core: coreVersion }
    const log = yield* createLog({ out, name: "edge" })
    const history = growingHistory({ weights: false })
    history.add(yield* log.append({ type: "configured", data: setting }))
    const from = performance.now()
    yield* Effect.provideService(runSearch(machine, begin(machine, setting), history, ready, {}), EventLog, log)
    const seconds = (performance.now() - from) / 1000
    return 100 * (seconds - training) / seconds
  }))
  return Effect.runPromise(search).finally(() => rmSync(out, { recursive: true, force: true }))
}
