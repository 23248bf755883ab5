/** Where a character of a text stands, for people: `character 17`, or `line 2, character 5` in a text of many lines. */
export const place = (text: string, at: number): string => {
  const before = text.slice(0, at)
  const character = `character ${at - before.lastIndexOf("\n")}`
  return text.trim().includes("\n") ? `line ${before.split("\n").length}, ${character}` : character
}

/** A piece of a user's text for an error: quoted, on one line, at most 40 characters. */
export const excerpt = (text: string): string =>
  JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text)
