/** The words of a Python literal, as far as genotypes use them. `at` is where a token begins. */
export interface Token {
  readonly type: "name" | "text" | "number" | "mark" | "end" | "stranger"
  /** a quoted text without its quotes */
  readonly text: string
  readonly at: number
  /** where the next token is looked for */
  readonly next: number
}

const words = [
  { type: "name", word: /[A-Za-z_][A-Za-z0-9_]*/y },
  { type: "number", word: /[0-9]+/y },
  { type: "text", word: /'([^'\\\n]*)'|"([^"\\\n]*)"/y },
  { type: "mark", word: /[()[\],=]/y }
] as const

const match = (word: RegExp, source: string, at: number): RegExpExecArray | null => {
  word.lastIndex = at
  return word.exec(source)
}

/** Where the white space and the comments at `from` end. */
const skipped = (source: string, from: number): number => {
  let at = from
  for (;;) {
    if (/\s/.test(source.charAt(at))) at += 1
    else if (source.charAt(at) !== "#") return at
    else while (at < source.length && source.charAt(at) !== "\n") at += 1
  }
}

/** The token at `from` or, after white space and comments, behind it. Linear in what it skips and reads. */
export const tokenAt = (source: string, from: number): Token => {
  const at = skipped(source, from)
  for (const { type, word } of words) {
    const found = match(word, source, at)
    if (found !== null) return { type, text: found[1] ?? found[2] ?? found[0], at, next: at + found[0].length }
  }
  return at === source.length
    ? { type: "end", text: "", at, next: at }
    : { type: "stranger", text: source.slice(at, at + 1), at, next: at + 1 }
}
