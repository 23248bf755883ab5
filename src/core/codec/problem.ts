/**
 * What is wrong with a value, and where. `path` reads like `cells[0].edges[2].from`, "" for the value itself.
 * Texts that come from the value are cut short.
 */
export type Problem =
  | { readonly kind: "invalid"; readonly path: string; readonly expected: string; readonly actual: string }
  | {
    readonly kind: "unknown-key"
    readonly path: string
    readonly key: string
    /** the keys that this level knows, for a "did you mean" */
    readonly allowed: readonly string[]
    readonly actual: string
  }

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text)

/** A value in a few words: `"text"`, `1.5`, `a list`, `an object`, `nothing`. */
export const shown = (value: unknown): string => {
  if (value === undefined) return "nothing"
  if (typeof value === "string") return JSON.stringify(short(value))
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value)
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object" && value !== null) return "an object"
  return typeof value === "function" ? "a function" : short(String(value))
}

/** The path of a key, or of an item of a list, below `path`. */
export const below = (path: string, key: string | number): string =>
  typeof key === "number" || !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)
    ? `${path}[${shown(key)}]`
    : path === "" ? short(key) : `${path}.${short(key)}`

/** One sentence, without a full stop. */
export const problemText = (problem: Problem): string => {
  const where = problem.path === "" ? "" : `${problem.path}: `
  return problem.kind === "unknown-key"
    ? `${where}no such key${problem.allowed.length > 0 ? `; the keys here are ${problem.allowed.join(", ")}` : ""}`
    : `${where}${problem.expected} expected, got ${problem.actual}`
}
