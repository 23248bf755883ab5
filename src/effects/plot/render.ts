import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import type { Spec } from "vega"
import { textWidth } from "./textWidth.ts"

/** Vega's own hook for how wide a text is; its types leave it out. */
interface TextMetrics {
  width: (item: { readonly fontSize?: number; readonly fontWeight?: string | number }, text: unknown) => number
}

/** How much wider bold letters are. */
const bold = 1.07

const isBold = (weight: string | number | undefined): boolean => weight === "bold" || Number(weight) >= 600

/** Vega is large, so it is loaded when the first plot is drawn. */
const loadVega = async (): Promise<typeof import("vega")> => {
  const vega = await import("vega")
  const metrics = (vega as unknown as { readonly textMetrics: TextMetrics }).textMetrics
  // By default texts are measured with the system's fonts where a canvas is installed, and guessed where none is.
  metrics.width = ({ fontSize = 11, fontWeight }, text) =>
    textWidth(String(text ?? "")) * fontSize * (isBold(fontWeight) ? bold : 1)
  return vega
}

const digits = (numbers: string): string =>
  numbers.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2))))

/** Places rounded to hundredths of a pixel: logarithms may differ in their last bits between engines. */
const rounded = (tag: string): string =>
  tag.replace(/ (?:d|transform|x2|y2|width|height|viewBox)="[^"]*"/g, digits)

/** Vega writes a solid line as dashes without gaps, which not every program draws as one. */
const solid = (tag: string): string => tag.replace(" stroke-dasharray=\"1,0\"", "")

/** Names that Vega counts up over all plots of a process; `mark` tells them from those of another plot in one page. */
const named = (mark: string, numbers: Map<string, number>) => (tag: string): string =>
  tag.replace(/( id="|"url\(#)clip(\d+)/g, (_, before: string, number: string) => {
    if (!numbers.has(number)) numbers.set(number, numbers.size)
    return `${before}clip-${mark}-${numbers.get(number)}`
  })

const eachTag = (svg: string, change: (tag: string) => string): string => svg.replace(/<[A-Za-z][^>]*>/g, change)

/** The SVG document of a Vega specification: the same bytes everywhere. */
export const render = (spec: Spec): Effect.Effect<string> =>
  Effect.promise(async () => {
    const vega = await loadVega()
    const view = new vega.View(vega.parse(spec), { renderer: "none", logLevel: vega.Error })
    try {
      const mark = createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 8)
      const name = named(mark, new Map())
      return `${eachTag(await view.toSVG(), (tag) => name(solid(rounded(tag))))}\n`
    } finally {
      view.finalize()
    }
  })
