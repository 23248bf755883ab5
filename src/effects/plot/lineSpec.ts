import type { Legend, Mark, Spec } from "vega"
import { axisX, axisY } from "./axes.ts"
import { type Axis, hasPlace } from "./axis.ts"
import { frame } from "./frame.ts"
import type { LinesPlot } from "./lines.ts"
import { palette } from "./palette.ts"
import { plain } from "./plain.ts"
import { extentOf, scaleOf } from "./scales.ts"

/** Up to so many points of a line are marked. */
const marked = 16

/** One point of the table that is drawn; what has no place is null, and the line has a gap there. */
interface Row {
  readonly name: string
  readonly x: number
  readonly y: number | null
  readonly low: number | null
  readonly high: number | null
}

const rowsOf = ({ x: axisX, y: axisY, series }: LinesPlot): readonly Row[] => {
  const placed = (value: number | undefined): number | null =>
    value !== undefined && hasPlace(axisY, value) ? value : null
  return series.toReversed().flatMap(({ name, points }) =>
    points.filter(({ x }) => hasPlace(axisX, x)).map(({ x, y, low, high }) => ({
      name: plain(name), x, y: placed(y), low: placed(low), high: placed(high)
    })))
}

/** The first series is drawn last, on top. */
const each = (clip: boolean, marks: Mark[]): Mark => ({
  type: "group",
  clip,
  from: { facet: { name: "one", data: "points", groupby: "name" } },
  encode: { enter: { width: { signal: "width" }, height: { signal: "height" } } },
  marks
})

const band: Mark = {
  type: "area",
  from: { data: "one" },
  encode: {
    enter: {
      interpolate: { value: "linear" },
      x: { scale: "x", field: "x" },
      y: { scale: "y", field: "low" },
      y2: { scale: "y", field: "high" },
      fill: { scale: "colour", field: "name" },
      fillOpacity: { value: 0.14 },
      defined: { signal: "isValid(datum.low) && isValid(datum.high)" }
    }
  }
}

const line = (step: boolean): Mark => ({
  type: "line",
  from: { data: "one" },
  encode: {
    enter: {
      interpolate: { value: step ? "step-after" : "linear" },
      x: { scale: "x", field: "x" },
      y: { scale: "y", field: "y" },
      stroke: { scale: "colour", field: "name" },
      strokeDash: { scale: "dash", field: "name" },
      strokeWidth: { value: 2 },
      strokeJoin: { value: "round" },
      defined: { signal: "isValid(datum.y)" }
    }
  }
})

const marker: Mark = {
  type: "symbol",
  from: { data: "one" },
  encode: {
    enter: {
      x: { scale: "x", field: "x" },
      y: { scale: "y", field: "y" },
      size: { value: 30 },
      fill: { scale: "colour", field: "name" },
      opacity: { signal: "isValid(datum.y) ? 1 : 0" }
    }
  }
}

const legend: Legend = {
  stroke: "colour", strokeDash: "dash", symbolType: "stroke", symbolSize: 600, rowPadding: 0
}

/** Whether an axis may cut the data. */
const cuts = ({ from, to }: Axis): boolean => from !== undefined || to !== undefined

/** The Vega specification of lines. `whole` says that the axes cut nothing, though they say where they end. */
export const lineSpec = (plot: LinesPlot, whole = false): Spec => {
  const step = plot.steps === true
  const rows = rowsOf(plot)
  const names = plot.series.map(({ name }) => plain(name))
  const { colours, dashes } = palette(names.length)
  const heights = rows.flatMap(({ y, low, high }) => [y, low, high].filter((value) => value !== null))
  const y = extentOf(plot.y, heights, 0.02)
  const few = !step && plot.series.every(({ points }) => points.length <= marked)
  const clip = !whole && (cuts(plot.x) || cuts(plot.y))
  const x = extentOf(plot.x, rows.map(({ x }) => x), few ? 0.02 : 0)
  return {
    ...frame(plot, 520, 320),
    data: [{ name: "points", values: [...rows] }],
    scales: [
      scaleOf("x", plot.x, x, false),
      scaleOf("y", plot.y, y, true),
      { name: "colour", type: "ordinal", domain: names, range: colours },
      { name: "dash", type: "ordinal", domain: names, range: dashes }
    ],
    axes: [axisX(plot.x, x, { grid: false }), axisY(plot.y, y)],
    ...(names.length < 2 ? {} : { legends: [legend] }),
    marks: [each(clip, [band]), each(clip, few ? [line(step), marker] : [line(step)])]
  }
}
