// C0 and C1 controls, DEL, line and paragraph separators, marks that change the direction of writing, lone surrogates.
// oxlint-disable-next-line no-control-regex
const invisible = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu

const spelled = (character: string): string => {
  const code = character.codePointAt(0)!
  if (character === "\n") return "\\n"
  if (character === "\t") return "\\t"
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`
}

/** Text that came from a log, a table or a file name, on one line and unable to steer the terminal. */
export const visible = (text: string): string => text.replace(invisible, spelled)
