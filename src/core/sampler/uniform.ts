import { stepArchitecture } from "../search/architectureStep.ts"
import type { Search } from "../search/state.ts"
import { drawOne } from "./drawOne.ts"
import type { Proposed, Sampler } from "./sampler.ts"

/** A draw from the noise alone: every operation of an edge is as likely as the others. */
export const uniformDraw = (search: Search, step: number): Proposed =>
  drawOne(search, step, new Float64Array(search.architectureParameters.length))

/** Table 4, "sampler N": architectures are drawn uniformly, while psi is fitted and A moves as ever. */
export const uniform: Sampler = {
  name: "uniform",
  fits: true,
  move: stepArchitecture,
  propose: (_, search, step) => uniformDraw(search, step)
}
