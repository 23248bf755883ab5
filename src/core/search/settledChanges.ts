import type { Configuration } from "./configuration.ts"
import type { ConfigurationChanges } from "./configurationChanges.ts"

/**
 * Changes as far as they change anything of users' own estimators: the same code under another file name, or in
 * another commit, is the same estimator; and where another one is named, none of them is left.
 */
export const settledChanges = (
  { estimator: now }: Configuration,
  changes: ConfigurationChanges
): ConfigurationChanges => {
  const { estimator } = changes
  if (estimator === undefined) return changes
  const withOwn = (own: typeof now.own) => ({ ...changes, estimator: { ...estimator, own } })
  if ((estimator.name ?? now.name) === "own") {
    return now.own !== null && estimator.own?.digest === now.own.digest ? withOwn(now.own) : changes
  }
  return now.own === null && (estimator.own ?? null) === null ? changes : withOwn(null)
}
