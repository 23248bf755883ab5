import type { Legend, Spec } from "vega"
import { plain } from "./plain.ts"
import type { PlotFrame } from "./plotFrame.ts"
import { subtitleSize, theme, titleSize } from "./theme.ts"
import { wrapped } from "./wrapped.ts"

/** Of groups that are told apart by colour and marker. */
export const markerLegend: Legend = { fill: "colour", shape: "shape", symbolSize: 70, symbolStrokeWidth: 0 }

/** The parts of a Vega specification that all plots share. Titles are in lines no longer than the plot is wide. */
export const frame = ({ title, subtitle }: PlotFrame, width: number, height: number): Spec => ({
  config: theme,
  width,
  height,
  padding: 12,
  ...(title === undefined ? {} : {
    title: {
      text: wrapped(plain(title), width, { fontSize: titleSize, isBold: true }),
      ...(subtitle === undefined ? {} : {
        subtitle: wrapped(plain(subtitle), width, { fontSize: subtitleSize, isBold: false })
      })
    }
  })
})
