import { availableParallelism } from "node:os"

/** The batch is cut into this many slices, so more threads would have nothing to do. */
export const mostThreads = 8

/** How many threads compute: those asked for, or the machine's cores; at most one a slice. */
export const threadCount = (asked?: number): number => Math.min(asked ?? availableParallelism(), mostThreads)
