import type { Mark, Spec } from "vega"
import { axisX, axisY } from "./axes.ts"
import { isWithin } from "./axis.ts"
import { frame, markerLegend } from "./frame.ts"
import { palette } from "./palette.ts"
import { plain } from "./plain.ts"
import type { PointsPlot } from "./points.ts"
import { type Extent, extentOf, scaleOf } from "./scales.ts"

const symbols: Mark = {
  type: "symbol",
  from: { data: "points" },
  encode: {
    enter: {
      x: { scale: "x", field: "x" },
      y: { scale: "y", field: "y" },
      size: { value: 38 },
      shape: { scale: "shape", field: "name" },
      fill: { scale: "colour", field: "name" },
      fillOpacity: { value: 0.65 },
      stroke: { value: "#ffffff" },
      strokeWidth: { value: 0.5 }
    }
  }
}

/** The line y = x over the axes' common extent, and its name. */
const identityMarks = ([low, high]: Extent): Mark[] => [
  {
    type: "rule",
    encode: {
      enter: {
        x: { scale: "x", value: low }, x2: { scale: "x", value: high },
        y: { scale: "y", value: low }, y2: { scale: "y", value: high },
        stroke: { value: "#888888" }, strokeWidth: { value: 1 }, strokeDash: { value: [4, 3] }
      }
    }
  },
  {
    type: "text",
    encode: {
      enter: {
        x: { scale: "x", value: high }, y: { scale: "y", value: high, offset: -3 },
        text: { value: "y = x" }, align: { value: "right" }, baseline: { value: "bottom" },
        fontSize: { value: 11 }, fill: { value: "#666666" }
      }
    }
  }
]

const union = (a: Extent, b: Extent): Extent => [Math.min(a[0], b[0]), Math.max(a[1], b[1])]

/** The Vega specification of a scatter plot. */
export const pointSpec = (plot: PointsPlot): Spec => {
  const rows = plot.groups.flatMap(({ name, points }) => points.map(({ x, y }) => ({ name: plain(name), x, y })))
    .filter(({ x, y }) => isWithin(plot.x, x) && isWithin(plot.y, y))
  const names = plot.groups.map(({ name }) => plain(name))
  const { colours, shapes } = palette(names.length)
  const ownX = extentOf(plot.x, rows.map(({ x }) => x), 0.03)
  const ownY = extentOf(plot.y, rows.map(({ y }) => y), 0.03)
  const identity = plot.identity === true
  const common = union(ownX, ownY)
  const [x, y] = identity ? [common, common] : [ownX, ownY]
  return {
    ...frame(plot, identity ? 380 : 480, identity ? 380 : 320),
    data: [{ name: "points", values: rows }],
    scales: [
      scaleOf("x", plot.x, x, false),
      scaleOf("y", plot.y, y, false),
      { name: "colour", type: "ordinal", domain: names, range: colours },
      { name: "shape", type: "ordinal", domain: names, range: shapes }
    ],
    axes: [axisX(plot.x, x, { grid: true, count: identity ? 6 : 7 }), axisY(plot.y, y)],
    ...(names.length < 2 ? {} : { legends: [markerLegend] }),
    marks: identity ? [...identityMarks(common), symbols] : [symbols]
  }
}
