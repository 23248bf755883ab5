import * as Effect from "effect/Effect"
import { type Axis, hasPlace } from "./axis.ts"
import { checkPlot } from "./checkPlot.ts"
import { lineSpec } from "./lineSpec.ts"
import type { PlotError } from "./PlotError.ts"
import type { PlotFrame } from "./plotFrame.ts"
import { render } from "./render.ts"

/** A point of a line. Where y is not finite, or not above 0 on a log axis, it is left out: the line has a gap there. */
export interface LinePoint {
  readonly x: number
  readonly y: number
  /** an interval about y, drawn as a band */
  readonly low?: number
  readonly high?: number
}

export interface LineSeries {
  readonly name: string
  /** in ascending order of x */
  readonly points: readonly LinePoint[]
}

export interface LinesPlot extends PlotFrame {
  readonly y: Axis
  readonly series: readonly LineSeries[]
  /** whether y keeps its value until the next point, as the best so far does */
  readonly steps?: boolean
}

/** Lines with or without bands, as an SVG document: for learning curves and trajectories. */
export const lines = (plot: LinesPlot): Effect.Effect<string, PlotError> => {
  const series = plot.series.map(({ name, points }) => ({
    name, drawable: points.filter(({ x, y }) => hasPlace(plot.x, x) && hasPlace(plot.y, y)).length
  }))
  const problem = checkPlot(plot, [plot.x, plot.y], series)
  return problem === null ? render(lineSpec(plot)) : Effect.fail(problem)
}
