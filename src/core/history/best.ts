import type { History } from "./history.ts"

/** The measured architecture of the lowest loss. */
export interface Best {
  readonly step: number
  readonly architecture: string
  readonly loss: number
}

/** The architecture of the lowest loss, the earliest step where losses are equal; null where none was measured. */
export const best = (history: Pick<History, "steps">): Best | null => {
  let found: Best | null = null
  for (const { step, architecture, loss } of history.steps) {
    if (loss === null) continue
    if (found === null || loss < found.loss || (loss === found.loss && step < found.step)) found = { step, architecture, loss }
  }
  return found
}
