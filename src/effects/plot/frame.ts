import type { Legend, Spec } from "vega"
import { plain } from "./plain.ts"
import type { PlotFrame } from "./plotFrame.ts"
import { theme } from "./theme.ts"

/** Of groups that are told apart by colour and marker. */
export const markerLegend: Legend = { fill: "colour", shape: "shape", symbolSize: 70, symbolStrokeWidth: 0 }

/** The parts of a Vega specification that all plots share. */
export const frame = ({ title, subtitle }: PlotFrame, width: number, height: number): Spec => ({
  config: theme,
  width,
  height,
  padding: 12,
  ...(title === undefined ? {} : {
    title: { text: plain(title), ...(subtitle === undefined ? {} : { subtitle: plain(subtitle) }) }
  })
})
