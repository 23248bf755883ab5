import type { Mark, Spec } from "vega"
import { axisX } from "./axes.ts"
import { type Axis, hasPlace, isWithin } from "./axis.ts"
import { frame, markerLegend } from "./frame.ts"
import type { IntervalsPlot } from "./intervals.ts"
import { palette } from "./palette.ts"
import { plain } from "./plain.ts"
import { extentOf, scaleOf } from "./scales.ts"

/** Height of a row with one dot, and what every further group adds, in pixels. */
const rowHeight = 26
const groupHeight = 13

const distinct = (names: readonly string[]): string[] => [...new Set(names)]

const atRow = { scale: "row", field: "name", band: 0.5, offset: { field: "shift" } }

const bar: Mark = {
  type: "rule",
  from: { data: "intervals" },
  encode: {
    enter: {
      x: { scale: "x", field: "low" },
      x2: { scale: "x", field: "high" },
      y: atRow,
      stroke: { scale: "colour", field: "group" },
      strokeWidth: { value: 2 }
    }
  }
}

const dot: Mark = {
  type: "symbol",
  from: { data: "dots" },
  encode: {
    enter: {
      x: { scale: "x", field: "value" },
      y: atRow,
      size: { value: 72 },
      shape: { scale: "shape", field: "group" },
      fill: { scale: "colour", field: "group" },
      stroke: { value: "#ffffff" },
      strokeWidth: { value: 1 }
    }
  }
}

const referenceLine = (value: number): Mark => ({
  type: "rule",
  encode: {
    enter: {
      x: { scale: "x", value }, y: { value: 0 }, y2: { signal: "height" },
      stroke: { value: "#888888" }, strokeWidth: { value: 1 }, strokeDash: { value: [4, 3] }
    }
  }
})

/** The end of a bar, within the axis; the dot itself where it has no place. */
const endOn = (axis: Axis) => (end: number | undefined, value: number): number =>
  end !== undefined && hasPlace(axis, end) ? Math.min(Math.max(end, axis.from ?? end), axis.to ?? end) : value

/** The Vega specification of dots with intervals. */
export const intervalSpec = (plot: IntervalsPlot): Spec => {
  const names = distinct(plot.rows.map(({ name }) => plain(name)))
  const groups = distinct(plot.rows.map(({ group }) => plain(group ?? "")))
  const { colours, shapes } = palette(groups.length)
  const end = endOn(plot.x)
  const dots = plot.rows.filter(({ value }) => isWithin(plot.x, value)).map(({ name, value, group, low, high }) => ({
    name: plain(name),
    group: plain(group ?? ""),
    shift: (groups.indexOf(plain(group ?? "")) - (groups.length - 1) / 2) * groupHeight,
    value,
    low: end(low, value),
    high: end(high, value)
  }))
  const references = plot.reference !== undefined && isWithin(plot.x, plot.reference) ? [plot.reference] : []
  const ends = [...dots.flatMap(({ value, low, high }) => [value, low, high]), ...references]
  const x = extentOf(plot.x, ends, 0.04)
  const height = names.length * (rowHeight + (groups.length - 1) * groupHeight)
  return {
    ...frame(plot, 440, height),
    data: [
      { name: "dots", values: dots },
      { name: "intervals", values: dots.filter(({ low, high }) => low < high) }
    ],
    scales: [
      scaleOf("x", plot.x, x, false),
      { name: "row", type: "band", domain: names, range: "height" },
      { name: "colour", type: "ordinal", domain: groups, range: colours },
      { name: "shape", type: "ordinal", domain: groups, range: shapes }
    ],
    axes: [
      axisX(plot.x, x, { grid: true }),
      { scale: "row", orient: "left", domain: false, ticks: false, labelFontSize: 12, labelPadding: 10 }
    ],
    ...(groups.length < 2 ? {} : { legends: [markerLegend] }),
    marks: [...references.map(referenceLine), bar, dot]
  }
}
