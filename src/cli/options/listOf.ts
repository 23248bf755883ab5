/** Reads a list with commas between, each value once; throws what the reader of one value expects. */
export const listOf = <A>(read: (text: string) => A) => (text: string): readonly A[] => {
  try {
    return [...new Set(text.split(",").map((part) => read(part.trim())))]
  } catch (expectation) {
    throw typeof expectation === "string" && text.includes(",") ? `${expectation}, between commas,` : expectation
  }
}

/** Reads one of these names; throws which there are, in the form that `parseError.ts` knows as a choice. */
export const oneOf = <const Names extends readonly string[]>(names: Names) => (text: string): Names[number] => {
  if (!names.includes(text)) throw names.join(" | ")
  return text
}
