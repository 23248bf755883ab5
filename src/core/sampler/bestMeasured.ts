import { architectureKey } from "../architecture/architecture.ts"
import { sortedOrder } from "../numeric/sortedOrder.ts"
import type { Outcome } from "../search/state.ts"

/** What an outcome is worth to a sampler: its loss; one without a loss (diverged, failed) is worse than all others. */
export const worthOf = ({ loss }: Outcome): number => loss ?? Infinity

/** An outcome with a loss. */
export type Measured = Outcome & { readonly loss: number }

const isMeasured = (outcome: Outcome): outcome is Measured => outcome.loss !== null

/** The distinct measured architectures of lowest loss, at most `count`, the best first; of equal ones the earlier first. */
export const bestMeasured = (outcomes: readonly Outcome[], count: number): readonly Measured[] => {
  const measured = outcomes.filter(isMeasured)
  const order = sortedOrder(Float64Array.from(measured, ({ loss }) => loss))
  const best = new Map<string, Measured>()
  for (const i of order) {
    if (best.size === count) break
    const key = architectureKey(measured[i]!.architecture)
    if (!best.has(key)) best.set(key, measured[i]!)
  }
  return [...best.values()]
}
