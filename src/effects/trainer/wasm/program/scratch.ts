import { convolutionScratchBytes } from "./convolutionScratch.ts"
import { otherScratchBytes } from "./otherScratch.ts"
import type { ProgramRecord } from "./record.ts"

/** At the start of a thread's scratch its slice is described, as `assembly/run.ts` has it. */
const sliceBytes = 64

/** What one thread needs of scratch to carry out a record, in bytes. A program needs the most that one of its records does. */
export const scratchBytes = (record: ProgramRecord): number =>
  Math.ceil((sliceBytes + convolutionScratchBytes(record) + otherScratchBytes(record)) / 64) * 64
