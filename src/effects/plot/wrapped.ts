import { textWidth } from "./textWidth.ts"

/** How much more room bold letters take than `textWidth` says, in the widest of the usual fonts. */
const bold = 1.2

interface Look {
  readonly fontSize: number
  readonly isBold: boolean
}

/** A text in lines of at most so many pixels, broken at spaces; a string where one line is enough, as Vega takes it. */
export const wrapped = (text: string, width: number, { fontSize, isBold }: Look): string | string[] => {
  const room = width / (fontSize * (isBold ? bold : 1))
  if (textWidth(text) <= room) return text
  const lines: string[] = []
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && textWidth(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.length === 1 ? text : lines
}
