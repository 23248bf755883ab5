import { isRight, left, right } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import { expectation, oneOf } from "./expectation.ts"
import { fieldsOf } from "./fields.ts"
import type { Fields } from "./fields.ts"
import { below, shown } from "./problem.ts"
import type { Problem } from "./problem.ts"

const unknownKey = (path: string, key: string, value: unknown, allowed: readonly string[]): Problem =>
  ({ kind: "unknown-key", path: below(path, key), key, allowed, actual: shown(value) })

const inFields = ({ fields, closed }: Fields, input: { readonly [key: string]: unknown }, path: string) => {
  const allowed = [...new Set(fields.map((field) => field.key))]
  const known = new Set(allowed)
  const strangers = closed ? Object.keys(input).filter((key) => !known.has(key)) : []
  return [
    ...strangers.map((key) => unknownKey(path, key, input[key], allowed)),
    ...fields.flatMap(({ key, codec, optional }) => {
      const value = Object.hasOwn(input, key) ? input[key] : undefined
      return optional && value === undefined ? [] : problems(codec, value, below(path, key))
    })
  ]
}

const inRecord = (codec: t.DictionaryType<t.Any, t.Any>, input: { readonly [key: string]: unknown }, path: string) =>
  Object.entries(input).flatMap(([key, value]) =>
    codec.domain.is(key) ? problems(codec.codomain, value, below(path, key)) : [unknownKey(path, key, value, [])])

/** As io-ts does, the first alternative that fits is taken; else the one that came furthest tells what is wrong. */
const inUnion = (codec: t.UnionType<t.Any[]>, input: unknown, path: string): readonly Problem[] => {
  const attempts = codec.types.map((type) => problems(type, input, path))
  const taken = attempts.find((attempt) => attempt.every((problem) => problem.kind === "unknown-key"))
  if (taken !== undefined) return taken
  const [nearest] = attempts
    .filter((attempt) => attempt.every((problem) => problem.path !== path))
    .toSorted((a, b) => a.length - b.length)
  return nearest ?? [{
    kind: "invalid",
    path,
    expected: oneOf(attempts.flat().flatMap((problem) =>
      problem.kind === "invalid" && problem.path === path ? [problem.expected] : [])),
    actual: shown(input)
  }]
}

const inParts = (codec: t.Any, input: unknown, path: string): readonly Problem[] => {
  if (codec instanceof t.UnionType) return inUnion(codec, input, path)
  if (codec instanceof t.RecursiveType) return problems(codec.runDefinition(), input, path)
  if (Array.isArray(input)) {
    if (codec instanceof t.ArrayType || codec instanceof t.ReadonlyArrayType) {
      return input.flatMap((item, i) => problems(codec.type, item, below(path, i)))
    }
    if (codec instanceof t.TupleType) {
      return codec.types.flatMap((type: t.Any, i: number) => problems(type, input[i], below(path, i)))
    }
  }
  if (t.UnknownRecord.is(input)) {
    const fields = fieldsOf(codec)
    if (fields !== null) return inFields(fields, input, path)
    if (codec instanceof t.DictionaryType) return inRecord(codec, input, path)
  }
  return []
}

/** Walks codec and value side by side. None found means that io-ts decodes the value and drops nothing of it. */
const problems = (codec: t.Any, input: unknown, path: string): readonly Problem[] => {
  const inside = inParts(codec, input, path)
  if (inside.length > 0) return inside
  const decoded = codec.decode(input)
  return isRight(decoded) ? [] : [{
    kind: "invalid",
    path,
    expected: decoded.left[0]?.message ?? expectation(codec),
    actual: shown(input)
  }]
}

/**
 * Decodes, and treats as an error what io-ts would silently strip: a key that a strict (`exact`) codec does not
 * name, at any depth. All problems are given, unknown keys first, since they often explain a missing one.
 */
export const decodeStrict = <A>(codec: t.Type<A, any, unknown>, input: unknown): Either<readonly Problem[], A> => {
  const found = problems(codec, input, "")
  const decoded = codec.decode(input)
  if (found.length === 0 && isRight(decoded)) return right(decoded.right)
  return left([
    ...found.filter((problem) => problem.kind === "unknown-key"),
    ...found.filter((problem) => problem.kind === "invalid")
  ])
}
