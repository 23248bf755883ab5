import { stat, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import * as Effect from "effect/Effect"
import { ioReason } from "../log/ioReason.ts"
import { intervals } from "../plot/intervals.ts"
import type { PlotError } from "../plot/PlotError.ts"
import { points } from "../plot/points.ts"
import { sheet, type SheetPlot } from "../plot/sheet.ts"
import { RefitError } from "./RefitError.ts"
import type { JudgedResult, PredictedPoints, RefitReport } from "./refitReport.ts"

/** Scatter plots beside each other, how large, and how many in all: those of the best order. */
const inRow = 4
const scale = 0.62
const most = 24

interface Frame {
  readonly from: number
  readonly to: number
}

/** From so much more than the range of the lower 95 % on, the highest losses are left out of the picture. */
const outlying = 2

/** The range of the measured losses, without those far above all others, and a quarter of it on both sides. */
const frameOf = (all: readonly PredictedPoints[]): Frame => {
  const measured = all.flatMap((one) => Array.from(one.measured)).toSorted((a, b) => a - b)
  const low = measured[0]!
  const most = measured[Math.floor(0.95 * (measured.length - 1))]!
  const highest = measured.at(-1)!
  const high = most > low && highest > most + outlying * (most - low) ? most : highest
  const margin = high > low ? (high - low) / 4 : Math.max(Math.abs(low), 1e-9) / 4
  return { from: low - margin, to: high + margin }
}

const isWithin = ({ from, to }: Frame, value: number): boolean => value >= from && value <= to

const scatter = (
  { kendallTau, name }: JudgedResult,
  { measured, predicted }: PredictedPoints,
  frame: Frame
): Effect.Effect<SheetPlot, PlotError> => {
  const inside = Array.from(predicted, (y, i) => ({ x: measured[i]!, y }))
    .filter(({ x, y }) => isWithin(frame, x) && isWithin(frame, y))
  const outside = predicted.length - inside.length
  if (inside.length === 0) return Effect.succeed({ svg: "" })
  return Effect.map(points({
    title: name,
    subtitle: `Kendall's tau ${kendallTau.toFixed(3)}${outside === 0 ? "" : `; ${outside} of ${predicted.length} outside`}`,
    x: { title: "measured loss", ...frame },
    y: { title: "predicted loss", ...frame },
    groups: [{ name, points: inside }],
    identity: true
  }), (svg) => ({ svg, scale }))
}

const inRows = <A>(list: readonly A[]): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(list.length / inRow) }, (_, row) => list.slice(row * inRow, (row + 1) * inRow))

/**
 * Held-out predictions against what was measured, estimator by estimator, and their tau with its interval: an SVG
 * document.
 */
export const refitPicture = Effect.fnUntraced(
  function*({ estimators, points, noise }: RefitReport): Effect.fn.Return<string, PlotError> {
    const tau = (i: number): number => estimators[i]!.kendallTau
    const order = estimators.map((_, i) => i).toSorted((i, j) => tau(j) - tau(i) || i - j)
    const frame = frameOf(points)
    const shown = order.slice(0, most)
    const scatters = yield* Effect.forEach(shown, (i) => scatter(estimators[i]!, points[i]!, frame))
    const taus = yield* intervals({
      title: "Order of held-out architectures",
      subtitle: `Kendall's tau within folds, with 95 % intervals over ${noise.count} ${noise.over}`,
      x: { title: "Kendall's tau" },
      reference: 0,
      rows: order.map((i) => {
        const { name, kendallTau, kendallTauInterval } = estimators[i]!
        return { name, value: kendallTau, ...kendallTauInterval }
      })
    })
    return sheet([[{ svg: taus }], ...inRows(scatters.filter(({ svg }) => svg !== ""))])
  }
)

const refuse = (path: string) => (cause: unknown) =>
  new RefitError({ message: `${path} cannot be written: ${ioReason(cause)}` })

/** Whether a picture can be put there is asked before anything is computed. */
export const checkPlotPlace = (path: string): Effect.Effect<void, RefitError> =>
  /\.(png|jpe?g|pdf|gif|webp)$/i.test(path)
    ? Effect.fail(new RefitError({ message: `${path}: a picture is written as SVG; give a name that ends in .svg` }))
    : Effect.tryPromise({ try: () => stat(dirname(path)), catch: refuse(path) }).pipe(
      Effect.flatMap((folder) => folder.isDirectory()
        ? Effect.void
        : Effect.fail(new RefitError({ message: `${path} cannot be written: ${dirname(path)} is no folder` })))
    )

/** Writes the picture of a report. */
export const writeRefitPicture = (path: string, report: RefitReport): Effect.Effect<void, RefitError | PlotError> =>
  Effect.flatMap(refitPicture(report), (svg) =>
    Effect.tryPromise({ try: () => writeFile(path, svg), catch: refuse(path) }))
