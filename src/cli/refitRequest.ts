import type * as Option from "effect/Option"
import type { GridAxes } from "../core/history/refitGrid.ts"
import type { ConfigurationChanges } from "../core/search/configurationChanges.ts"
import type { EstimatorChoice } from "../effects/history/refitCandidates.ts"
import type { GivenTrainer } from "./options/tableFile.ts"

/** What `pvll refit` was asked for. */
export interface AskedRefit extends GivenTrainer {
  readonly logs: readonly string[]
  readonly estimators: readonly EstimatorChoice[] | null
  readonly axes: GridAxes
  readonly changes: ConfigurationChanges
  readonly flags: { readonly [path: string]: Option.Option<unknown> }
  readonly folds: Option.Option<number>
  readonly every: Option.Option<number>
  readonly top: Option.Option<number>
  readonly plot: Option.Option<string>
  readonly threads: Option.Option<number>
  readonly json: boolean
  readonly quiet: boolean
}
