/** What a JSON text looks like before it is parsed. */
export interface JsonShape {
  /** object members as written; a key that stands twice counts twice */
  readonly members: number
  /** how deep arrays and objects are nested; the scan ends beyond the given limit */
  readonly depth: number
}

const quote = 34
const colon = 58
const backslash = 92

/** Index of the quote that ends the string which begins at `start`; the text's length where none does. */
const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes++
    if (escapes % 2 === 0) return end
  }
  return text.length
}

/**
 * Counts what `JSON.parse` hides: a member that stands twice is silently dropped by it, so comparing this count
 * with the members of the parsed value finds every duplicate key, however it is escaped, without a parser of our own.
 * Any text has a shape; only a JSON text has a meaningful one.
 */
export const jsonShape = (text: string, depthLimit: number): JsonShape => {
  let members = 0
  let open = 0
  let depth = 0
  for (let i = 0; i < text.length && depth <= depthLimit; i++) {
    const c = text.charCodeAt(i)
    if (c === quote) i = endOfString(text, i)
    else if (c === colon) members++
    else if (c === 123 || c === 91) depth = Math.max(depth, ++open)
    else if (c === 125 || c === 93) open--
  }
  return { members, depth }
}
