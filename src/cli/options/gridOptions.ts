import * as Option from "effect/Option"
import type { GridAxes } from "../../core/history/refitGrid.ts"
import { read } from "./flags.ts"
import { listOf, oneOf } from "./listOf.ts"
import { someOrAll, upTo } from "./readNumber.ts"

/** Options of which a refit tries several values, each with each of the others. */
export const gridOptions = {
  memory: read("memory", "N|all[,...]", listOf(someOrAll),
    "Fit to the last N measured architectures only (default: all)"),
  weight: read("weight", "paper|loss|none[,...]", listOf(oneOf(["paper", "loss", "none"])),
    "Weights of Eq. 8 (default: the log's)"),
  target: read("target", "loss|rank[,...]", listOf(oneOf(["loss", "rank"])),
    "What is predicted: the loss, or a score of its rank (default: the log's)"),
  input: read("input", "soft|one-hot[,...]", listOf(oneOf(["soft", "one-hot"])),
    "What is read: H as it was drawn, or the chosen operations as 0 and 1"),
  members: read("members", "N[,...]", listOf(upTo(64)),
    "Members of the ensemble, for estimators that draw (default: the log's)")
}

type GivenAxes = { readonly [A in keyof GridAxes]: Option.Option<GridAxes[A]> }

/** The axes that were asked for. */
export const axesOf = (given: GivenAxes): GridAxes => ({
  memory: Option.getOrElse(given.memory, () => []),
  weight: Option.getOrElse(given.weight, () => []),
  target: Option.getOrElse(given.target, () => []),
  input: Option.getOrElse(given.input, () => []),
  members: Option.getOrElse(given.members, () => [])
})

/** Options that only matter to which architecture is asked for, not to a fit. */
export const proposalPlaces = ["sampler", "proposal.candidates", "proposal.optimism"] as const

/** Places in the configuration that are axes here, and so have no flag of one value. */
export const gridPlaces: ReadonlySet<string> = new Set([
  "weighting", "memory", "estimator.name", "estimator.members", "estimator.input", "estimator.target"
])
