import * as Effect from "effect/Effect"
import { isWithin } from "./axis.ts"
import { checkPlot } from "./checkPlot.ts"
import { intervalSpec } from "./intervalSpec.ts"
import type { PlotError } from "./PlotError.ts"
import type { PlotFrame } from "./plotFrame.ts"
import { render } from "./render.ts"

/** A dot in the row of that name; where the value is not finite or beyond the axis there is none. */
export interface IntervalRow {
  readonly name: string
  readonly value: number
  /** left out where there is no interval, as for a single run */
  readonly low?: number
  readonly high?: number
  /** rows of one name may belong to different groups: these share a colour and a marker, and stand in the legend */
  readonly group?: string
}

export interface IntervalsPlot extends PlotFrame {
  readonly rows: readonly IntervalRow[]
  /** where a thin line is drawn down the rows, such as 0 for differences */
  readonly reference?: number
}

/** Named values with their intervals, as an SVG document: for comparing samplers, variants and estimators. */
export const intervals = (plot: IntervalsPlot): Effect.Effect<string, PlotError> => {
  const drawable = plot.rows.filter(({ value }) => isWithin(plot.x, value)).length
  const problem = checkPlot(plot, [plot.x], [{ name: "its list of rows", drawable }])
  return problem === null ? render(intervalSpec(plot)) : Effect.fail(problem)
}
