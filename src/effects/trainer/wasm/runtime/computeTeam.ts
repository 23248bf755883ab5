import { Worker, type WorkerOptions } from "node:worker_threads"
import { TrainerError } from "../../Trainer.ts"
import { type Command, commandEnded, forgetCommand, giveCommand, resetBarrier, stopAtBarrier } from "./commandBlock.ts"
import type { WorkerTask } from "./computeWorker.ts"
import type { CompiledModule, SharedMemory } from "./webAssembly.ts"

/** Starts a thread; tests keep an eye on the workers through their own. */
export type Spawn = (file: URL, options: WorkerOptions) => Worker

export const spawnWorker: Spawn = (file, options) => new Worker(file, options)

/** Threads that run one command at a time. */
export interface ComputeTeam {
  /** settles once every thread is done with the command, or the team is not fit any more */
  readonly run: (command: Command) => Promise<void>
  /** leaves the present command half done; threads that do not come to a barrier soon are given up with the team */
  readonly leave: () => Promise<void>
  /** ends all threads, whatever they are doing */
  readonly end: () => Promise<void>
}

/** Milliseconds from an interruption until threads that still compute are ended: together within a second. */
const patience = 700

const closed = new TrainerError({ message: "the embedded engine is closed: open the run again with pvll resume" })

const broken = (what: string) =>
  new TrainerError({
    message: `a compute thread of the embedded engine ${what}: the log is complete up to its last line, go on with pvll resume`
  })

// From the sources this file is computeTeam.ts, in dist computeTeam.js; so is the worker's.
const workerFile = new URL(import.meta.url.endsWith(".ts") ? "./computeWorker.ts" : "./computeWorker.js", import.meta.url)

const after = (milliseconds: number, timers: NodeJS.Timeout[]): Promise<"late"> =>
  new Promise((resolve) => timers.push(setTimeout(resolve, milliseconds, "late")))

export const startTeam = (module: CompiledModule, memory: SharedMemory, threads: number, spawn: Spawn): ComputeTeam => {
  const words = new Int32Array(memory.buffer)
  const workers = Array.from({ length: threads }, (_, thread) =>
    spawn(workerFile, { workerData: { module, memory, thread, threads } satisfies WorkerTask, name: `pvll compute ${thread}` }))

  let unfit: TrainerError | null = null
  let giveUp: ((error: TrainerError) => void) | null = null
  let present: Promise<void> = Promise.resolve()

  const end = async (reason = closed): Promise<void> => {
    unfit ??= reason
    await Promise.all(workers.map((worker) => worker.terminate()))
    giveUp?.(unfit)
    forgetCommand(words)
  }

  for (const worker of workers) {
    const fails = (what: string) => {
      if (unfit === null) void end(broken(what))
    }
    worker.on("error", (cause) => fails(`failed (${cause instanceof Error ? cause.message : String(cause)})`))
    worker.on("exit", (status) => fails(`ended by itself with status ${status}`))
  }

  const run = async (command: Command): Promise<void> => {
    if (unfit !== null) throw unfit
    const failed = new Promise<never>((_, reject) => {
      giveUp = reject
    })
    present = commandEnded(words, giveCommand(words, command, threads))
    await Promise.race([present, failed])
  }

  const leave = async (): Promise<void> => {
    stopAtBarrier(words)
    const timers: NodeJS.Timeout[] = []
    const came = await Promise.race([present, after(patience, timers)])
    timers.forEach(clearTimeout)
    if (came === "late") return end()
    resetBarrier(words)
  }

  return { run, leave, end: () => end() }
}
