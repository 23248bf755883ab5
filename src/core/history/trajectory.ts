import type { History, HistoryStep } from "./history.ts"

export interface TrajectoryPoint {
  readonly step: number
  readonly phase: HistoryStep["phase"]
  readonly architecture: string
  /** null where the training diverged or failed */
  readonly loss: number | null
  /** the lowest loss so far, this one included; null before the first */
  readonly best: number | null
}

/** What was measured, in the order of the outcomes. */
export const trajectory = (history: Pick<History, "steps">): readonly TrajectoryPoint[] => {
  let best: number | null = null
  return history.steps.map(({ step, phase, architecture, loss }) => {
    if (loss !== null && (best === null || loss < best)) best = loss
    return { step, phase, architecture, loss, best }
  })
}
