import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import type { Task, TaskDone, WorkerData } from "./worker.ts"

/**
 * All tasks in worker threads, one a core, each taking the next one that waits. The results stand in the order of the
 * tasks and do not depend on the number of cores.
 */
export const inParallel = (
  data: WorkerData,
  tasks: readonly Task[],
  onDone: (done: number, result: TaskDone) => void
): Promise<readonly TaskDone[]> =>
  new Promise((resolve, reject) => {
    const results: TaskDone[] = []
    const workers = Array.from({ length: Math.min(availableParallelism(), tasks.length) }, () =>
      new Worker(new URL("worker.ts", import.meta.url), { workerData: data }))
    let given = 0
    let done = 0
    for (const worker of workers) {
      let own = -1
      const give = () => {
        own = given++
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread is no window
        if (own < tasks.length) worker.postMessage(tasks[own]!)
        else void worker.terminate()
      }
      worker.on("error", reject)
      worker.on("message", (result: TaskDone) => {
        results[own] = result
        done++
        onDone(done, result)
        if (done === tasks.length) resolve(results)
        give()
      })
      give()
    }
  })
