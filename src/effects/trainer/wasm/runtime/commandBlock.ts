import { controlBlock } from "./controlBlock.ts"

/**
 * How the main thread tells the workers what to run. All are places of int32 words in the shared memory; those that
 * threads wait for have a cache line of their own.
 */
const line = 16
const first = (controlBlock.address + controlBlock.free) / 4

export const commandBlock = {
  /** commands given so far, modulo 2^32; workers sleep here. A command's words are written before it counts */
  given: first,
  /** workers that have not ended the present command */
  working: first + line,
  /** equals `given` once all have ended; the main thread waits here */
  ended: first + 2 * line,
  program: first + 3 * line,
  records: first + 3 * line + 1,
  batch: first + 3 * line + 2,
  arenaBytes: first + 3 * line + 3,
  scratch: first + 3 * line + 4,
  scratchBytes: first + 3 * line + 5
} as const

/** The barrier's words of the control block, as places too. */
export const barrierBlock = {
  arrived: (controlBlock.address + controlBlock.arrived) / 4,
  generation: (controlBlock.address + controlBlock.generation) / 4,
  stop: (controlBlock.address + controlBlock.stop) / 4
} as const

/** What the workers run: a program in the memory, and the parts of the plan that they need to find their own. */
export interface Command {
  /** address of the first record */
  readonly program: number
  readonly records: number
  /** images of the batch */
  readonly batch: number
  /** from one slice's arena to the next */
  readonly arenaBytes: number
  /** address of the first thread's scratch, and how far it is to the next one's */
  readonly scratch: number
  readonly scratchBytes: number
}

/** Hands a command to `workers` sleeping threads and returns its number. */
export const giveCommand = (words: Int32Array, command: Command, workers: number): number => {
  words[commandBlock.program] = command.program
  words[commandBlock.records] = command.records
  words[commandBlock.batch] = command.batch
  words[commandBlock.arenaBytes] = command.arenaBytes
  words[commandBlock.scratch] = command.scratch
  words[commandBlock.scratchBytes] = command.scratchBytes
  words[commandBlock.working] = workers
  Atomics.add(words, commandBlock.given, 1)
  Atomics.notify(words, commandBlock.given)
  return Atomics.load(words, commandBlock.given)
}

/** `Atomics.waitAsync`, which TypeScript counts among the types of ES2024. */
const { waitAsync } = Atomics as unknown as {
  readonly waitAsync: (words: Int32Array, place: number, value: number) =>
    | { readonly async: false }
    | { readonly async: true; readonly value: Promise<unknown> }
}

/** Waits, without holding the thread, until all workers have ended command `number`. */
export const commandEnded = async (words: Int32Array, number: number): Promise<void> => {
  for (;;) {
    const ended = Atomics.load(words, commandBlock.ended)
    if (ended === number) return
    const waiting = waitAsync(words, commandBlock.ended, ended)
    if (waiting.async) await waiting.value
  }
}

/** Lets go of whoever waits for a command that no thread is left to end: a pending wait holds on to the memory. */
export const forgetCommand = (words: Int32Array): void => {
  Atomics.store(words, commandBlock.ended, Atomics.load(words, commandBlock.given))
  Atomics.notify(words, commandBlock.ended)
}

/** Makes every thread leave its program at the next barrier, those that wait there at once. */
export const stopAtBarrier = (words: Int32Array): void => {
  Atomics.store(words, barrierBlock.stop, 1)
  Atomics.notify(words, barrierBlock.generation)
}

/** To be called when all have left: the next command starts afresh. */
export const resetBarrier = (words: Int32Array): void => {
  Atomics.store(words, barrierBlock.arrived, 0)
  Atomics.store(words, barrierBlock.stop, 0)
}
