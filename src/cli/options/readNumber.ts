/** Readers of option values; each throws what it expects. */

/** Any exact whole number; what an option takes of them says the configuration. */
export const integer = (text: string): number => {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw "a whole number"
  return value
}

/** NaN where the text is no number, or one beyond the largest. */
const realNumber = (text: string): number => {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}

/** Any number that `holds`. */
const numberWhere = (holds: (value: number) => boolean, expectation: string) => (text: string): number => {
  const value = realNumber(text)
  if (Number.isNaN(value) || !holds(value)) throw expectation
  return value
}

export const finite = numberWhere(() => true, "a number")

export const numberFromZero = numberWhere((value) => value >= 0, "a number from 0 on")

export const numberFromOne = numberWhere((value) => value >= 1, "a number from 1 on")

export const numberAboveZero = numberWhere((value) => value > 0, "a number above 0")

/** A chance that is neither impossible nor certain. */
export const probability = numberWhere((value) => value > 0 && value < 1, "a number above 0 and below 1")

const wholeNumber = (text: string, from: number, expectation: string, to = Number.MAX_SAFE_INTEGER): number => {
  const value = /^\+?\d+$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value) || value < from || value > to) throw expectation
  return value
}

export const positiveInteger = (text: string): number => wholeNumber(text, 1, "a whole number from 1 on")

export const upTo = (most: number) => (text: string): number => wholeNumber(text, 1, `a whole number from 1 to ${most}`, most)

export const natural = (text: string): number => wholeNumber(text, 0, "a whole number from 0 on")

export const foldCount = (text: string): number => wholeNumber(text, 2, "a whole number from 2 on")

/** Seeds are exact as JSON numbers: 0 to 2^53 - 1. */
export const seedNumber = (text: string): number =>
  wholeNumber(text, 0, `a whole number from 0 to ${Number.MAX_SAFE_INTEGER} (2^53 - 1)`)

/** A number of things, or `all` of them (null). */
export const someOrAll = (text: string): number | null =>
  text === "all" ? null : wholeNumber(text, 1, "a whole number from 1 on, or all")

/** A number of things, or `never` (null). */
export const someOrNever = (text: string): number | null =>
  text === "never" ? null : wholeNumber(text, 1, "a whole number from 1 on, or never")

const secondsPer: { readonly [unit: string]: number } = { s: 1, m: 60, min: 60, h: 3600, d: 86400 }

/** A time in seconds: `90`, `90s`, `15m`, `1h30m`. */
export const timeSpan = (text: string): number => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(min|[smhd])?/g)]
  const whole = parts.map(([part]) => part).join("")
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * secondsPer[unit ?? "s"]!, 0)
  if (text === "" || whole !== text || parts.slice(0, -1).some(([, , unit]) => unit === undefined) || seconds <= 0) {
    throw "a time such as 90s, 15m or 1h30m"
  }
  return seconds
}
