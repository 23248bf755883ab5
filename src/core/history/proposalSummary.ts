import { type PairedBootstrap, pairedBootstrap } from "../statistics/pairedBootstrap.ts"

/** A proposal beside what the log did, with the losses that are known; null: it diverged, failed, or is not known. */
export interface ProposedStep {
  readonly step: number
  readonly recorded: { readonly architecture: string; readonly loss: number | null }
  readonly proposed: { readonly architecture: string; readonly loss: number | null }
  /** edges on which they differ */
  readonly differing: number
  /** `same`: the same architecture; `unknown`: a loss is missing */
  readonly verdict: "same" | "better" | "worse" | "equal" | "unknown"
}

export type Side = "recorded" | "proposed"

/** What was measured lowest. */
export interface BestStep {
  readonly step: number
  readonly architecture: string
  readonly loss: number
}

export interface ProposalSummary {
  readonly steps: number
  readonly same: number
  readonly better: number
  readonly worse: number
  readonly equal: number
  readonly unknown: number
  /** different architectures among the proposals */
  readonly distinct: number
  /** over the steps where both losses are known; null where there are none */
  readonly meanLoss: { readonly recorded: number; readonly proposed: number } | null
  /** proposed minus recorded, a paired bootstrap over those steps: 95 % interval, and p */
  readonly difference: Pick<PairedBootstrap, "interval" | "p"> | null
  readonly best: { readonly [S in Side]: BestStep | null }
}

/** What a step says, of the two losses. */
export const verdictOf = (same: boolean, recorded: number | null, proposed: number | null): ProposedStep["verdict"] => {
  if (same) return "same"
  if (recorded === null || proposed === null) return "unknown"
  return proposed < recorded ? "better" : proposed > recorded ? "worse" : "equal"
}

/** The step of the lowest loss of one side, the earliest of equals. */
const bestOf = (steps: readonly ProposedStep[], side: Side): BestStep | null =>
  steps.reduce<BestStep | null>((best, one) => {
    const { architecture, loss } = one[side]
    return loss !== null && (best === null || loss < best.loss) ? { step: one.step, architecture, loss } : best
  }, null)

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** What the proposals come to. */
export const proposalSummary = (steps: readonly ProposedStep[]): ProposalSummary => {
  const count = (verdict: ProposedStep["verdict"]): number => steps.filter((step) => step.verdict === verdict).length
  // Where no other architecture's loss is known, those of equal proposals alone would say nothing.
  const isBlind = steps.every(({ verdict }) => verdict === "same" || verdict === "unknown") && count("unknown") > 0
  const known = steps.flatMap(({ recorded, proposed }) =>
    isBlind || recorded.loss === null || proposed.loss === null
      ? []
      : [{ recorded: recorded.loss, proposed: proposed.loss }])
  const [recorded, proposed] = [known.map((pair) => pair.recorded), known.map((pair) => pair.proposed)]
  const difference = pairedBootstrap(proposed, recorded, { seed: 1, resamples: 2000 })
  return {
    steps: steps.length,
    same: count("same"),
    better: count("better"),
    worse: count("worse"),
    equal: count("equal"),
    unknown: count("unknown"),
    distinct: new Set(steps.map((step) => step.proposed.architecture)).size,
    meanLoss: known.length === 0 ? null : { recorded: mean(recorded), proposed: mean(proposed) },
    difference: difference === null ? null : { interval: difference.interval, p: difference.p },
    best: { recorded: bestOf(steps, "recorded"), proposed: isBlind ? null : bestOf(steps, "proposed") }
  }
}
