import { styleText } from "node:util"

type Stream = NodeJS.WriteStream

/** Whether colour may be used: only on a terminal, and never with NO_COLOR. */
export const coloured = (stream: Stream): boolean =>
  stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb"

const styled = (format: Parameters<typeof styleText>[0]) => (text: string, stream: Stream = process.stdout): string =>
  coloured(stream) ? styleText(format, text, { validateStream: false }) : text

export const bold = styled("bold")
export const dim = styled("dim")
export const good = styled("green")
export const bad = styled("red")
