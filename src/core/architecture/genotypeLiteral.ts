import { left, right } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import { excerpt, place } from "./place.ts"
import { tokenAt } from "./genotypeTokens.ts"
import type { Token } from "./genotypeTokens.ts"

/** A value inside `Genotype(...)`, not yet understood; tuples count as lists. `at` is where it begins. */
export type Literal =
  | { readonly type: "text"; readonly text: string; readonly at: number }
  | { readonly type: "number"; readonly number: number; readonly at: number }
  | { readonly type: "range"; readonly from: number; readonly to: number; readonly at: number }
  | { readonly type: "list"; readonly items: readonly Literal[]; readonly at: number }

/** `name=value` */
export interface LiteralField {
  readonly name: string
  readonly value: Literal
  readonly at: number
}

/** A list of nodes that are lists of pairs: nothing in a genotype is nested deeper. */
const deepest = 3

/**
 * A cursor over the tokens. The first problem ends the reading: the cursor then stands at the end for good,
 * so that every loop runs out.
 */
const cursorOver = (source: string, start: number) => {
  let token = tokenAt(source, start)
  let problem: string | null = null

  const is = (type: Token["type"], text = token.text): boolean => token.type === type && token.text === text

  const fail = (expected: string): void => {
    const got = token.type === "end" ? "the end" : excerpt(token.text)
    problem ??= `${expected} expected at ${place(source, token.at)}, got ${got}`
    token = { ...token, type: "end", text: "" }
  }

  const take = (type: Token["type"], expected: string, text = token.text): string => {
    const taken = token
    if (!is(type, text)) fail(expected)
    else token = tokenAt(source, taken.next)
    return taken.text
  }

  const mark = (text: string): string => take("mark", text, text)

  /** What stands before the closing bracket, separated by commas; a last comma is let pass. */
  const list = <A>(close: string, item: () => A): readonly A[] => {
    const items: A[] = []
    while (!is("mark", close) && !is("end")) {
      items.push(item())
      if (!is("mark", close)) take("mark", `, or ${close}`, ",")
    }
    mark(close)
    return items
  }

  return { at: () => token.at, problem: () => problem, is, fail, take, mark, list }
}

type Cursor = ReturnType<typeof cursorOver>

const readRange = (cursor: Cursor, at: number): Literal => {
  cursor.take("name", "range", "range")
  cursor.mark("(")
  const from = Number(cursor.take("number", "a whole number"))
  cursor.mark(",")
  const to = Number(cursor.take("number", "a whole number"))
  cursor.mark(")")
  return { type: "range", from, to, at }
}

const readValue = (cursor: Cursor, depth: number): Literal => {
  const at = cursor.at()
  const closing = cursor.is("mark", "[") ? "]" : cursor.is("mark", "(") ? ")" : null
  if (closing !== null && depth < deepest) {
    cursor.take("mark", "a list")
    return { type: "list", items: cursor.list(closing, () => readValue(cursor, depth + 1)), at }
  }
  if (cursor.is("text")) return { type: "text", text: cursor.take("text", "a quoted name"), at }
  if (cursor.is("number")) return { type: "number", number: Number(cursor.take("number", "a number")), at }
  if (cursor.is("name", "range")) return readRange(cursor, at)
  cursor.fail(depth < deepest ? "a list, a quoted name or a number" : "a quoted name or a number")
  return { type: "list", items: [], at }
}

const readField = (cursor: Cursor): LiteralField => {
  const at = cursor.at()
  const name = cursor.take("name", "a field such as normal=")
  cursor.mark("=")
  return { name, value: readValue(cursor, 0), at }
}

/**
 * The fields of the one `Genotype(...)` in a text, whatever stands around it; else one sentence on what is wrong
 * and where. Linear in the text.
 */
export const readGenotypeLiteral = (source: string): Either<string, readonly LiteralField[]> => {
  const calls = [...source.matchAll(/\bGenotype\s*\(/g)]
  if (calls.length === 0) return left("there is no Genotype(...) in the text")
  if (calls.length > 1) {
    return left(`there are ${calls.length} genotypes in the text, the first one at ${place(source, calls[0]!.index)}, `
      + `the second one at ${place(source, calls[1]!.index)}; give one of them`)
  }
  const cursor = cursorOver(source, calls[0]!.index + calls[0]![0].length)
  const fields = cursor.list(")", () => readField(cursor))
  const problem = cursor.problem()
  return problem === null ? right(fields) : left(problem)
}
