import { Worker } from "node:worker_threads"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { FromWorker, StudyTask, TaskEnd, ToWorker } from "./workerMessages.ts"

/** What is done with the tasks of a study, and what is told of them. */
export interface Lanes<Key> {
  readonly threads: number
  /** tasks that a thread has at a time: while one waits for the disk, another one computes */
  readonly each: number
  /** the next task, and what it is known by here; null where nothing is left */
  readonly next: () => { readonly key: Key; readonly task: StudyTask } | null
  readonly progress: (key: Key, measured: number) => void
  readonly notice: (key: Key, sentence: string) => void
  readonly ended: (key: Key, end: TaskEnd) => void
}

// From the sources this file is workerLanes.ts, in dist workerLanes.js; so is the worker's.
const workerFile = new URL(import.meta.url.endsWith(".ts") ? "./studyWorker.ts" : "./studyWorker.js", import.meta.url)

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (worker: Worker, message: ToWorker): void => worker.postMessage(message)

/** A thread that died took its runs with it, not their logs: what these hold is whole. */
const deadEnd = (cause: unknown): TaskEnd => ({
  type: "failed",
  message: `the thread of this run ended (${cause instanceof Error ? cause.message : String(cause)}); `
    + "its log is complete up to its last line"
})

/** A thread, and a new one where the last one died; terminated with the scope. */
const livingWorker = Effect.acquireRelease(
  Effect.sync(() => {
    let worker: Worker | null = null
    return {
      now: (): Worker => {
        if (worker !== null) return worker
        const started = new Worker(workerFile, { name: "pvll study" })
        const forget = (): void => {
          if (worker === started) worker = null
        }
        started.setMaxListeners(0).on("error", forget).on("exit", forget)
        worker = started
        return started
      },
      end: async (): Promise<unknown> => worker?.terminate()
    }
  }),
  ({ end }) => Effect.promise(end)
)

type LivingWorker = Effect.Success<typeof livingWorker>

/** Does a task in a worker. Interrupted, it waits until the worker has stopped it at its next safe point. */
const inWorker = <Key>(worker: Worker, id: number, key: Key, task: StudyTask, lanes: Lanes<Key>): Effect.Effect<TaskEnd> =>
  Effect.callback((resume) => {
    const end = new Promise<TaskEnd>((settle) => {
      const conclude = (how: TaskEnd): void => {
        worker.off("message", onMessage).off("error", onError).off("exit", onExit)
        settle(how)
      }
      const onMessage = (message: FromWorker): void => {
        if (message.id !== id) return
        if (message.type === "progress") lanes.progress(key, message.measured)
        if (message.type === "notice") lanes.notice(key, message.sentence)
        if (message.type === "end") conclude(message.end)
      }
      const onError = (cause: unknown): void => conclude(deadEnd(cause))
      const onExit = (status: number): void => conclude(deadEnd(`status ${status}`))
      worker.on("message", onMessage).on("error", onError).on("exit", onExit)
    })
    void end.then((how) => resume(Effect.succeed(how)))
    tell(worker, { type: "start", id, task })
    return Effect.promise(async () => {
      tell(worker, { type: "stop", id })
      lanes.ended(key, await end)
    })
  })

/** One task after another. */
const lane = Effect.fnUntraced(function*<Key>(worker: LivingWorker, ids: Iterator<number>, lanes: Lanes<Key>) {
  for (let left = lanes.next(); left !== null; left = lanes.next()) {
    lanes.ended(left.key, yield* inWorker(worker.now(), ids.next().value as number, left.key, left.task, lanes))
  }
})

function* numbers(): Generator<number, never> {
  for (let n = 0; ; n++) yield n
}

/**
 * Does tasks in threads. Each ends by itself whatever becomes of the others. Interrupted, all of them stop at their next
 * safe points first.
 */
export const inLanes = <Key>(lanes: Lanes<Key>): Effect.Effect<void> =>
  Effect.scoped(Effect.gen(function*(): Effect.gen.Return<void, never, Scope.Scope> {
    const workers = yield* Effect.forEach(Array.from({ length: lanes.threads }), () => livingWorker)
    const ids = numbers()
    // Every thread gets its first task before any gets a second one.
    const all = Array.from({ length: lanes.each }, () => workers.map((worker) => lane(worker, ids, lanes))).flat()
    yield* Effect.all(all, { concurrency: "unbounded", discard: true })
  }))
