import { closest as nearest, distance } from "fastest-levenshtein"

/** How many letters may be wrong, missing or too many. */
const tolerance = (length: number): number => (length < 3 ? 0 : length === 3 ? 1 : Math.max(2, Math.floor(length / 3)))

/** The name that was probably meant, or null where none is near enough. */
export const closest = (typed: string, names: readonly string[]): string | null => {
  if (names.length === 0) return null
  const candidate = nearest(typed.toLowerCase(), names as string[])
  return distance(typed.toLowerCase(), candidate.toLowerCase()) <= tolerance(candidate.length) ? candidate : null
}

/** The end of a sentence about a name that is not known: the one that was probably meant, or all there are. */
export const didYouMean = (typed: string, names: readonly string[], all: string): string => {
  const candidate = closest(typed, names)
  return candidate === null ? all : `did you mean ${candidate}?`
}
