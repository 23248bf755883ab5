import * as Context from "effect/Context"

/** Told how far a fold of a log has come, in measured steps: it fits the estimator again at each. */
export class FoldProgress extends Context.Reference<{
  readonly report: (step: number, total: number) => void
}>("pvll/effects/search/FoldProgress", {
  defaultValue: () => ({ report: () => {} })
}) {}
