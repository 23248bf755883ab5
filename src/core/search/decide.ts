import { assignmentOf, trainsBeforeMeasuring } from "./assignment.ts"
import type { Environment } from "../environment.ts"
import type { Command } from "./command.ts"
import { draw } from "./draw.ts"
import type { OpenSample, Search, State } from "./state.ts"

/** The drawn architecture that has waited longest for its outcome. */
const oldestOpen = (search: Search): OpenSample | undefined => search.open.values().next().value

/** Whether all N + T outcomes are there and written down. */
export const isFinished = (search: State): boolean => {
  if (search === null) return true
  const { warmUp, steps } = search.setting.configuration
  return search.owed === null && search.trained >= warmUp && search.measured >= warmUp + steps
}

/**
 * Algorithm 1: what a search wants next. Pure and total; a log that ends anywhere is gone on with from here.
 *
 * 1. first warm-up pass: draw and train each of the N architectures (lines 1 to 4)
 * 2. second warm-up pass: train each again and measure it (lines 6 to 10)
 * 3. T times: draw from A, train (2nd order), measure (lines 12 to 15)
 *
 * What is learned from a measurement (lines 11, 16 to 18) happens in `evolve`; here it is only owed to the log.
 */
export const decide = (environment: Environment) => (search: State): Command => {
  if (search === null || isFinished(search)) return { type: "finish" }
  if (search.owed !== null) return { type: "record", fact: { type: "learned", data: search.owed } }
  const { space, configuration } = search.setting
  const recordDraw = (): Command => ({ type: "record", fact: { type: "sampled", data: draw(environment, search) } })

  if (search.trained < configuration.warmUp) {
    const sample = search.open.get(search.trained + 1)
    return sample === undefined
      ? recordDraw()
      : { type: "train", assignment: assignmentOf(space, configuration, sample, "first") }
  }

  const sample = oldestOpen(search)
  if (sample === undefined) return recordDraw()
  return {
    type: "measure",
    assignment: assignmentOf(space, configuration, sample, "measuring"),
    train: trainsBeforeMeasuring(configuration, sample.step)
  }
}
