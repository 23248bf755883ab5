import * as Effect from "effect/Effect"
import { type Axis, isWithin } from "./axis.ts"
import { checkPlot } from "./checkPlot.ts"
import type { PlotError } from "./PlotError.ts"
import type { PlotFrame } from "./plotFrame.ts"
import { pointSpec } from "./pointSpec.ts"
import { render } from "./render.ts"

/** Points of one colour and marker. What is not finite, not above 0 on a log axis or beyond the axes is left out. */
export interface PointGroup {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

export interface PointsPlot extends PlotFrame {
  readonly y: Axis
  readonly groups: readonly PointGroup[]
  /** draws the line y = x, on which predictions would be right, and gives both axes the same ends */
  readonly identity?: boolean
}

/** A scatter plot as an SVG document: for predictions against what was measured. */
export const points = (plot: PointsPlot): Effect.Effect<string, PlotError> => {
  const groups = plot.groups.map(({ name, points }) => ({
    name, drawable: points.filter(({ x, y }) => isWithin(plot.x, x) && isWithin(plot.y, y)).length
  }))
  const problem = checkPlot(plot, [plot.x, plot.y], groups)
  return problem === null ? render(pointSpec(plot)) : Effect.fail(problem)
}
