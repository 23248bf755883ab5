/** What is wrong with a text that should be JSON, and where it starts to be. Lines and columns count from 1. */
export interface JsonError {
  readonly line: number
  readonly column: number
  readonly expected: string
}

const space = /[ \t\n\r]*/y
// oxlint-disable-next-line no-control-regex -- a string of JSON may not hold control characters
const literal = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/** A reader that walks over JSON text and remembers only where it is. */
const scanner = (text: string) => {
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ""
    at += found.length
    return found
  }
  return {
    at: () => at,
    atEnd: () => at === text.length,
    skipSpace: () => void take(space),
    literal: () => take(literal),
    next: (character: string): boolean => {
      take(space)
      if (text[at] !== character) return false
      at++
      return true
    }
  }
}

type Scanner = ReturnType<typeof scanner>

/** Each reads one thing and gives what was missing, or null. */
const value = (scan: Scanner): string | null => {
  if (scan.next("{")) return members(scan, "}", member)
  if (scan.next("[")) return members(scan, "]", value)
  return scan.literal() === "" ? "a value" : null
}

const member = (scan: Scanner): string | null => {
  scan.skipSpace()
  if (!scan.literal().startsWith("\"")) return "a name in double quotes"
  return scan.next(":") ? value(scan) : "a colon"
}

const members = (scan: Scanner, end: string, one: (scan: Scanner) => string | null): string | null => {
  if (scan.next(end)) return null
  for (;;) {
    const missing = one(scan)
    if (missing !== null) return missing
    if (scan.next(end)) return null
    if (!scan.next(",")) return `a comma or ${end}`
  }
}

/** Where a text stops being JSON; null where it is JSON. `JSON.parse` does not always say. */
export const jsonError = (text: string): JsonError | null => {
  const scan = scanner(text)
  const expected = value(scan)
  if (expected === null) scan.skipSpace()
  if (expected === null && scan.atEnd()) return null
  const before = text.slice(0, scan.at()).split("\n")
  return { line: before.length, column: before.at(-1)!.length + 1, expected: expected ?? "the end" }
}
