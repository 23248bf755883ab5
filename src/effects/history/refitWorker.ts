// One thread of a refit: does a unit of the work that it was given, tells what it came to, and again, until it is
// terminated.
import { parentPort, workerData } from "node:worker_threads"
import { environment } from "../environment.ts"
import type { FromRefitWorker, RefitTask, ToRefitWorker } from "./refitThreads.ts"
import { runUnit } from "./refitUnit.ts"

/** Milliseconds between two words on how far a unit is. */
const progressEvery = 100

const { works, own } = workerData as RefitTask
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (message: FromRefitWorker): void => parentPort!.postMessage(message)

if (own.length > 0) {
  // The main thread has checked their types and knows that they can be loaded.
  const { runPromise } = await import("effect/Effect")
  const { loadSameOwn } = await import("../estimator/ownEstimator.ts")
  for (const { path, digest } of own) await runPromise(loadSameOwn(path, digest))
}
const machine = environment()

parentPort!.on("message", ({ index, unit }: ToRefitWorker) => {
  const running = runUnit(works, unit, machine)
  let steps = 0
  let toldAt = performance.now()
  for (let next = running.next();; next = running.next()) {
    if (next.done === true) return tell({ type: "end", index, end: next.value })
    steps += next.value
    if (performance.now() - toldAt < progressEvery) continue
    tell({ type: "progress", steps })
    toldAt = performance.now()
    steps = 0
  }
})
tell({ type: "ready" })
