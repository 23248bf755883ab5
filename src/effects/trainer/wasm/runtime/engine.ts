import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { TrainerError } from "../../Trainer.ts"
import type { Command } from "./commandBlock.ts"
import { type Spawn, spawnWorker, startTeam } from "./computeTeam.ts"
import { loadNetworkModule } from "./networkModule.ts"
import { type SharedMemory, sharedMemory } from "./webAssembly.ts"

/** Compute threads on one shared memory. The main thread never computes: it stays free for signals and progress. */
export interface Engine {
  readonly memory: SharedMemory
  readonly threads: number
  /**
   * Runs one program, one at a time. Interrupted, it leaves the program at its next barrier, and what the program wrote
   * is then half done; a program that comes to no barrier within 0.7 s takes the engine with it.
   */
  readonly run: (command: Command) => Effect.Effect<void, TrainerError>
}

export interface EngineSize {
  /** of the memory, as planned */
  readonly bytes: number
  readonly threads: number
  readonly spawn?: Spawn
}

const allocate = (bytes: number): Effect.Effect<SharedMemory, TrainerError> =>
  Effect.try({
    try: () => sharedMemory(bytes),
    catch: () => new TrainerError({
      message: `the system refused ${Math.ceil(bytes / 2 ** 20)} MiB of memory: choose a smaller --batch, --channels or --layers`
    })
  })

/** An engine that lives as long as its scope; no thread outlives it. Fails where memory or kernels cannot be had. */
export const openEngine = Effect.fnUntraced(function*(
  { bytes, threads, spawn = spawnWorker }: EngineSize
): Effect.fn.Return<Engine, TrainerError, Scope.Scope> {
  const module = yield* loadNetworkModule
  const memory = yield* allocate(bytes)
  const team = yield* Effect.acquireRelease(
    Effect.try({
      try: () => startTeam(module, memory, threads, spawn),
      catch: (cause) => new TrainerError({ message: `the embedded engine cannot start its threads here: ${String(cause)}` })
    }),
    ({ end }) => Effect.promise(end)
  )
  const oneAtATime = Semaphore.makeUnsafe(1)
  const run = (command: Command): Effect.Effect<void, TrainerError> =>
    Effect.callback<void, TrainerError>((resume) => {
      team.run(command).then(() => resume(Effect.void), (error: TrainerError) => resume(Effect.fail(error)))
      return Effect.promise(team.leave)
    })
  return { memory, threads, run: (command) => oneAtATime.withPermits(1)(run(command)) }
})
