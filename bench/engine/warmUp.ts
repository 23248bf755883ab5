import { loadavg } from "node:os"
import { allSeparable, mix } from "./architectures.ts"
import type { System } from "./system.ts"

/**
 * What PyTorch never saw costs it more than once, and V8 compiles our kernels with all care after some calls: each
 * operation of each edge is seen before anything is timed.
 */
export const warmUp = async (systems: readonly System[], shifts: readonly number[]): Promise<void> => {
  for (const system of systems) {
    await system.train(allSeparable)
    for (const shift of shifts) await system.train(mix(shift))
    await system.validate(mix(), "running")
    await system.validate(mix(), "batch")
  }
}

/** Threads that wait for one another lose much more by a busy processor than one thread does, PyTorch's most of all. */
export const warnOfLoad = (): void => {
  const [load] = loadavg()
  if (load! > 0.5) process.stderr.write(`bench: the machine is busy (load ${load!.toFixed(1)}): these ratios will say little\n`)
}
