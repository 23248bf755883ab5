/** Widths of Helvetica's characters from space to ~, in thousandths of the font size (Adobe's font metrics). */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
  556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
]

/** East Asian scripts and signs as wide as the font is high begin here, about. */
const wide = 0x2e80

/** Where there is neither Helvetica nor Arial, which is as wide, other fonts take up to so much more room. */
const spare = 1.15

/** The room for a text in units of its font size, the same on every machine: no font of the system is asked. */
export const textWidth = (text: string): number => {
  let sum = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    sum += widths[code - 32] ?? (code < wide ? 584 : 1000)
  }
  return (spare * sum) / 1000
}
