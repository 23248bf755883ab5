import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { afterAll } from "vitest"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import type { Event } from "../../../src/core/search/event.ts"
import { presets } from "../../../src/core/search/presets.ts"
import { environment } from "../../../src/effects/environment.ts"
import { forkSearch } from "../../../src/effects/search/forkSearch.ts"
import { Notice } from "../../../src/effects/search/Notice.ts"
import type { Place } from "../../../src/effects/search/place.ts"
import { Engines } from "../../../src/effects/search/presentTrainer.ts"
import { resumeSearch } from "../../../src/effects/search/resumeSearch.ts"
import { startSearch } from "../../../src/effects/search/startSearch.ts"
import { type EngineName, engines } from "../../../src/effects/trainer/engines.ts"
import type { ImageEngine } from "../../../src/effects/trainer/ImageEngine.ts"
import type { Trainer } from "../../../src/effects/trainer/Trainer.ts"
import { wasm } from "../../../src/effects/trainer/wasm/wasm.ts"

/** A folder that goes away after the tests of a file. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "pvll-engines-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The embedded engine under another name: a second engine, whose results are not the first one's as far as any log knows. */
export const twin = (
  name: string,
  { deterministic = true, change = (trainer) => trainer }: {
    readonly deterministic?: boolean
    readonly change?: (trainer: Trainer["Service"]) => Trainer["Service"]
  } = {}
): ImageEngine => {
  const identity = { name, version: "1", deterministic }
  return {
    ...wasm,
    name,
    identity: () => Effect.succeed(identity),
    open: (request, computing) => Effect.map(wasm.open(request, computing), (trainer) => ({ ...change(trainer), identity }))
  }
}

/** Measures a little more each time, so that nothing that it measures comes out again. */
export const undecided = (name: string): ImageEngine => {
  let times = 0
  return twin(name, {
    deterministic: false,
    change: (trainer) => ({
      ...trainer,
      measure: (assignment, train) => Effect.map(trainer.measure(assignment, train), (outcome) =>
        (outcome.type === "measured"
          ? { type: "measured" as const, data: { ...outcome.data, loss: outcome.data.loss + 1e-6 * (times += 1) } }
          : outcome))
    })
  })
}

/** Networks of 10 trainings in all: 3 of the first warm-up pass, then one for each of 7 measured steps. */
const configuration = changed(presets.digits, {
  warmUp: 3, steps: 4, estimator: { warmUpPasses: 6, passes: 3 },
  training: { channels: 4, layers: 2, batch: 32, imagesPerTraining: 64, validationImages: 64 }
})

/** Runs searches in this process, with these engines beside those of pvll. */
export const searches = (folder: string, others: readonly ImageEngine[]) => {
  const machine = environment()
  const notices: string[] = []
  const run = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): Promise<A> =>
    Effect.runPromise(Effect.scoped(effect).pipe(
      Effect.provideService(Engines, [...engines, ...others]),
      Effect.provideService(Notice, { tell: (sentence) => Effect.sync(() => void notices.push(sentence)) })
    ))
  /** Runs it, and gives the notices with what it gave. */
  const told = async <A, E>(effect: Effect.Effect<A, E, Scope.Scope>) => {
    notices.length = 0
    return { found: await run(effect), notices: [...notices] }
  }
  const refused = (effect: Effect.Effect<unknown, { readonly message: string }, Scope.Scope>): Promise<string> =>
    run(Effect.map(Effect.flip(effect), ({ message }) => message))
  return {
    run, told, refused,
    search: (name: string, engine: string) => run(Effect.gen(function*() {
      const session = yield* startSearch(machine, {
        space: nasnet, seed: 1, configuration, out: folder, name,
        trainer: { type: engine as EngineName, data: { kind: "mnist", folder: null }, threads: 2 }
      }, { checkpointEvery: 4 })
      yield* session.run
      return session.folder
    })),
    fork: (log: string, at: number, name: string, place: object = {}, checkpointEvery = 4) => Effect.gen(function*() {
      const session = yield* forkSearch(machine, { log, at, changes: {}, place: place as Place, out: folder, name }, { checkpointEvery })
      yield* session.run
      return session.folder
    }),
    resume: (log: string, place: object = {}) => Effect.gen(function*() {
      const session = yield* resumeSearch(machine, { log, changes: {}, place: place as Place }, { checkpointEvery: 4 })
      yield* session.run
      return session.folder
    })
  }
}

export const eventsOf = (log: string): readonly Event[] =>
  readFileSync(join(log, "events.ndjson"), "utf8").trimEnd().split("\n").map((line) => {
    const { type, data } = JSON.parse(line) as Event
    return { type, data } as Event
  })

/** A copy of a run as it lay on the disk after so many lines, with its checkpoints. */
export const cutOff = (log: string, name: string, lines: number, checkpoints: (copy: string) => void): string => {
  const copy = join(dirname(log), name)
  mkdirSync(copy, { recursive: true })
  const text = readFileSync(join(log, "events.ndjson"), "utf8").split("\n").slice(0, lines).join("\n")
  writeFileSync(join(copy, "events.ndjson"), `${text}\n`)
  checkpoints(copy)
  return copy
}
