/**
 * Colours that the colour-blind tell apart as well, in an order in which neighbours differ in lightness, too.
 *
 * Source: Okabe and Ito, "Color universal design" (2008), with grey in place of yellow, which is lost on white.
 */
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999"]

/** Lengths of dashes and gaps; their number shares no factor with that of the colours, so 40 series differ. */
const dashes: readonly (readonly number[])[] = [[1, 0], [7, 3], [2, 2.5], [10, 3, 2, 3], [7, 2, 2, 2, 2, 2]]

const shapes = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right"]

const repeated = <A>(values: readonly A[], count: number): A[] =>
  Array.from({ length: count }, (_, i) => values[i % values.length]!)

/** What tells series apart, one of each kind for every series. */
export interface Palette {
  readonly colours: string[]
  readonly dashes: number[][]
  readonly shapes: string[]
}

/** For `count` series: in colour, and on a grey print by dashes or markers. */
export const palette = (count: number): Palette => ({
  colours: repeated(colours, count),
  dashes: repeated(dashes, count).map((dash) => [...dash]),
  shapes: repeated(shapes, count)
})
