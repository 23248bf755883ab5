import { Worker } from "node:worker_threads"
import * as Effect from "effect/Effect"
import { environment } from "../environment.ts"
import type { Choices } from "./refitCandidates.ts"
import { type RefitUnit, type RefitWork, runUnit, type UnitEnd } from "./refitUnit.ts"

/** What is to be done, and the files of the users' own estimators in it. */
export interface RefitTask {
  readonly works: readonly RefitWork[]
  readonly own: Choices["own"]
}

/** What the main thread gives a worker: one unit at a time. */
export interface ToRefitWorker {
  readonly index: number
  readonly unit: RefitUnit
}

export type FromRefitWorker =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly steps: number }
  | { readonly type: "end"; readonly index: number; readonly end: UnitEnd }

// From the sources this file is refitThreads.ts, in dist refitThreads.js; so is the worker's.
const workerFile = new URL(import.meta.url.endsWith(".ts") ? "./refitWorker.ts" : "./refitWorker.js", import.meta.url)

/** Hands out units, dear ones first, and keeps what they came to at the units' own places. */
const ledger = (units: readonly RefitUnit[], order: readonly number[], report: (done: number) => void) => {
  const ends: (UnitEnd | null)[] = units.map(() => null)
  /** the first unit, in the order of the list, at which a candidate went wrong */
  const wrong = new Map<number, number>()
  let at = 0
  let done = 0
  const advance = (steps: number): void => report(done += steps)
  return {
    ends,
    advance,
    /** Units of a candidate behind one at which it went wrong would change nothing that is told. */
    next: (): number | null => {
      while (at < order.length) {
        const index = order[at++]!
        if (index < (wrong.get(units[index]!.candidate) ?? Infinity)) return index
        advance(units[index]!.steps)
      }
      return null
    },
    conclude: (index: number, end: UnitEnd): void => {
      ends[index] = end
      const { candidate } = units[index]!
      if (end.type === "problem") wrong.set(candidate, Math.min(index, wrong.get(candidate) ?? Infinity))
    }
  }
}

type Ledger = ReturnType<typeof ledger>

/** In this thread: gives way to signals and to drawing after every fit. */
const here = Effect.fnUntraced(function*({ works }: RefitTask, units: readonly RefitUnit[], book: Ledger) {
  const machine = environment()
  for (let index = book.next(); index !== null; index = book.next()) {
    const running = runUnit(works, units[index]!, machine)
    let left = units[index]!.steps
    let next = running.next()
    for (; next.done !== true; next = running.next()) {
      book.advance(next.value)
      left -= next.value
      yield* Effect.yieldNow
    }
    book.advance(left)
    book.conclude(index, next.value)
  }
})

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (worker: Worker, message: ToRefitWorker): void => worker.postMessage(message)

/** One worker, one unit after another; a thread that fails is a bug, and ends the refit. */
const lane = (task: RefitTask, units: readonly RefitUnit[], book: Ledger): Effect.Effect<void> =>
  Effect.acquireUseRelease(
    Effect.sync(() => new Worker(workerFile, { workerData: task, name: "pvll refit" })),
    (worker) => Effect.callback<void>((resume) => {
      let left = 0
      const give = (): void => {
        const index = book.next()
        if (index === null) return resume(Effect.void)
        left = units[index]!.steps
        tell(worker, { index, unit: units[index]! })
      }
      worker.on("error", (cause) => resume(Effect.die(cause)))
      worker.on("exit", (status) => resume(Effect.die(new Error(`a thread ended by itself with status ${status}`))))
      worker.on("message", (message: FromRefitWorker) => {
        if (message.type === "progress") {
          book.advance(message.steps)
          left -= message.steps
          return
        }
        if (message.type === "end") {
          book.advance(left)
          book.conclude(message.index, message.end)
        }
        give()
      })
    }),
    (worker) => Effect.promise(() => worker.terminate())
  )

/**
 * Does all units, `order` saying which are begun first, over so many threads; what each came to, at its place (null:
 * passed over, since its candidate went wrong before). The same whatever the number of threads. Can be interrupted at
 * any time.
 */
export const runUnits = Effect.fnUntraced(function*(
  task: RefitTask,
  units: readonly RefitUnit[],
  order: readonly number[],
  threads: number,
  report: (done: number) => void
): Effect.fn.Return<readonly (UnitEnd | null)[]> {
  const book = ledger(units, order, report)
  const lanes = Math.min(threads, units.length)
  if (lanes <= 1) yield* here(task, units, book)
  else {
    const all = Array.from({ length: lanes }, () => lane(task, units, book))
    yield* Effect.all(all, { concurrency: "unbounded", discard: true })
  }
  return book.ends
})
