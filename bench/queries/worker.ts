import * as Effect from "effect/Effect"
import { parentPort, workerData } from "node:worker_threads"
import { environment } from "../../src/effects/environment.ts"
import { nb201Table } from "../../src/effects/trainer/table/nb201Table.ts"
import type { System } from "./systems.ts"
import { type QueriesRun, runQueries } from "./runQueries.ts"

export interface WorkerData {
  readonly systems: readonly System[]
  readonly data: readonly string[]
  readonly measure: string
  readonly cap: number
}

/** A search of one system from one seed on tables by their places in `data`: several, where one run serves them all. */
export interface Task {
  readonly system: number
  readonly seed: number
  readonly data: readonly number[]
}

export interface TaskDone extends Task {
  readonly runs: readonly QueriesRun[]
  readonly seconds: number
}

const { systems, data, measure, cap }: WorkerData = workerData
const tables = await Promise.all(data.map((one) => Effect.runPromise(nb201Table({ data: one, measure }))))
// Nothing here reads a fingerprint, so that the digests can be left out.
const quickEnvironment = { ...environment(), sha256: () => "" }

/** Processor time of this thread in seconds; wall time where the runtime does not tell. */
const clock = (): number => {
  const used = process.threadCpuUsage?.()
  return used === undefined ? performance.now() / 1000 : (used.user + used.system) / 1e6
}

parentPort!.on("message", (task: Task) => {
  const start = clock()
  const runs = runQueries(
    quickEnvironment, systems[task.system]!.configuration, task.seed, task.data.map((d) => tables[d]!), cap)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread is no window
  parentPort!.postMessage({ ...task, runs, seconds: clock() - start } satisfies TaskDone)
})
