import * as Effect from "effect/Effect"
import { expect } from "vitest"
import type { PlotError } from "../../../src/effects/plot/PlotError.ts"

export type Drawing = Effect.Effect<string, PlotError>

/** The SVG document, after a look at whether its tags close each other. */
export const drawn = async (plot: Drawing): Promise<string> => {
  const svg = await Effect.runPromise(plot)
  const open: string[] = []
  for (const [, end, name, alone] of svg.matchAll(/<(\/?)([A-Za-z]+)(?:\s+[\w:-]+="[^"<>]*")*\s*(\/?)>/g)) {
    if (end === "/") expect(open.pop()).toBe(name)
    else if (alone === "") open.push(name!)
  }
  expect(open).toEqual([])
  expect(svg.replace(/<[^<>]*>/g, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  return svg
}

/** The sentence with which a plot is refused. */
export const refusal = async (plot: Drawing): Promise<string> =>
  Effect.runPromise(Effect.flip(plot)).then(({ message }) => message)

/** The texts of a document, in order. */
export const texts = (svg: string): readonly string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!)

/** How many symbols its marks have; those of the legend not counted. */
export const symbols = (svg: string): number =>
  [...svg.matchAll(/<g class="mark-symbol role-mark"[^>]*>(.*?)<\/g>/g)].reduce((sum, [, marks]) => sum + marks!.split("<path").length - 1, 0)
