import type { Config } from "vega"

const ink = "#222222"
const font = "Helvetica, Arial, sans-serif"
const quiet = "#666666"
const faint = "#e4e4e4"

/** Sizes of the title, which is bold, and of the subtitle, in pixels. */
export const titleSize = 15
export const subtitleSize = 12

/** Plain and light: thin grey lines, dark text, nothing that is not read. */
export const theme: Config = {
  background: "#ffffff",
  text: { font },
  title: {
    anchor: "start", frame: "group", offset: 14,
    font, subtitleFont: font, fontSize: titleSize, fontWeight: 600, color: ink,
    subtitleFontSize: subtitleSize, subtitleColor: quiet, subtitlePadding: 5
  },
  axis: {
    domainColor: "#999999", domainWidth: 1, tickColor: "#999999", tickSize: 4, tickWidth: 1,
    gridColor: faint, gridWidth: 1,
    labelFont: font, titleFont: font, labelFontSize: 11, labelColor: ink, labelPadding: 4, labelLimit: 360,
    titleFontSize: 12, titleFontWeight: "normal", titleColor: ink, titlePadding: 10
  },
  legend: {
    orient: "right", offset: 20,
    labelFont: font, labelFontSize: 12, labelColor: ink, labelLimit: 360, labelOffset: 6,
    rowPadding: 5, symbolStrokeWidth: 2
  }
}
