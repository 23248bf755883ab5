// One compute thread: waits for a command, runs its share of the program, and again, until it is terminated.
import { workerData } from "node:worker_threads"
import { commandBlock, stopAtBarrier } from "./commandBlock.ts"
import { controlBlock } from "./controlBlock.ts"
import type { NetworkModule } from "./networkModule.ts"
import { type CompiledModule, instantiate, type SharedMemory } from "./webAssembly.ts"

export interface WorkerTask {
  readonly module: CompiledModule
  readonly memory: SharedMemory
  readonly thread: number
  readonly threads: number
}

/** Looks before the thread goes to sleep: some ten microseconds, the usual distance of two commands. */
const spins = 10_000

const { module, memory, thread, threads } = workerData as WorkerTask
const words = new Int32Array(memory.buffer)
const { run } = instantiate<NetworkModule>(module, memory)

/** Waits for a command after number `last` and gives its number. */
const nextCommand = (last: number): number => {
  for (let i = 0; i < spins; i++) {
    const given = Atomics.load(words, commandBlock.given)
    if (given !== last) return given
  }
  for (;;) {
    Atomics.wait(words, commandBlock.given, last)
    const given = Atomics.load(words, commandBlock.given)
    if (given !== last) return given
  }
}

const runShare = (): void =>
  run(
    words[commandBlock.program]!, words[commandBlock.records]!, thread, threads,
    words[commandBlock.batch]!, words[commandBlock.arenaBytes]!,
    words[commandBlock.scratch]! + thread * words[commandBlock.scratchBytes]!, controlBlock.address
  )

for (let command = 0;;) {
  command = nextCommand(command)
  try {
    runShare()
  } catch (cause) {
    // The others would wait for this thread at the next barrier. The main thread hears why it ends.
    stopAtBarrier(words)
    throw cause
  }
  if (Atomics.sub(words, commandBlock.working, 1) === 1) {
    Atomics.store(words, commandBlock.ended, command)
    Atomics.notify(words, commandBlock.ended)
  }
}
