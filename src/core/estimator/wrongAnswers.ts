/** What is wrong with the answers of an estimator that nobody has tested, in a clause each; null where nothing is. */

const withArticle = (name: string): string => `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`

const kindOf = (value: unknown): string =>
  value === null ? "null"
  : typeof value === "object" ? withArticle((value as object).constructor?.name ?? "plain object")
  : typeof value === "function" ? "a function"
  : String(value)

/** Numbers that should be so many finite ones. */
export const wrongNumbers = (value: unknown, length: number): string | null => {
  if (!(value instanceof Float64Array)) return `${kindOf(value)} in place of a Float64Array`
  if (value.length !== length) return `${counted(value.length, "number")} in place of ${length}`
  const at = value.findIndex((x) => !Number.isFinite(x))
  return at < 0 ? null : `${value[at]} as number ${at + 1} of ${length}`
}

export const wrongDeviations = (value: Float64Array): string | null => {
  const at = value.findIndex((x) => x < 0)
  return at < 0 ? null : `the deviation ${value[at]}, below 0, as number ${at + 1} of ${value.length}`
}

type Parts = { readonly [name: string]: unknown }

const isPlain = (value: unknown): value is Parts =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

/** A state. Its numbers need not be finite: a fit that ends so is not taken over (`core/search/learn.ts`). */
export const wrongState = (value: unknown): string | null => {
  if (!isPlain(value)) return `${kindOf(value)} in place of a state of Float64Arrays and numbers`
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === "number" || part instanceof Float64Array) continue
    return `a state whose ${name} is ${kindOf(part)}, neither a Float64Array nor a number`
  }
  return null
}

export const wrongFit = (value: unknown): string | null => {
  if (!isPlain(value)) return `${kindOf(value)} in place of { state, passes, tau }`
  const { state, passes, tau } = value
  const wrong = wrongState(state)
  if (wrong !== null) return wrong
  if (!Number.isSafeInteger(passes) || (passes as number) < 0) {
    return `passes = ${kindOf(passes)}, which is no whole number from 0 on`
  }
  return tau === null || typeof tau === "number" ? null : `tau = ${kindOf(tau)}, neither a number nor null`
}

const isFunction = (value: unknown): boolean => typeof value === "function"

/** An estimator itself, before it is asked anything. JavaScript may leave out what TypeScript has to call null. */
export const wrongEstimator = (value: unknown): string | null => {
  if (!isPlain(value)) return `${kindOf(value)} in place of an estimator`
  const missing = ["init", "fit", "predict"].find((name) => !isFunction(value[name]))
  if (missing !== undefined) return `an estimator without the function ${missing}`
  const stranger = ["deviation", "gradient"].find((name) => (value[name] ?? null) !== null && !isFunction(value[name]))
  return stranger === undefined
    ? null
    : `an estimator whose ${stranger} is ${kindOf(value[stranger])}, neither a function nor null`
}

const firstLine = (text: string): string => text.split("\n")[0]!

/** Line of a file in which an error arose; "" where its stack does not say. */
const lineOf = (error: Error, file: string): string => {
  const frame = (error.stack ?? "").split("\n").find((line) => line.includes(`/${file}`))
  const line = frame === undefined ? null : /:(\d+):\d+\)?$/.exec(frame.trim())
  return line === null ? "" : ` (line ${line[1]})`
}

/** What was thrown in place of an answer. */
export const thrown = (error: unknown, file: string): string =>
  error instanceof Error
    ? `${error.name}: ${firstLine(error.message)}${lineOf(error, file)}`
    : firstLine(String(error))
