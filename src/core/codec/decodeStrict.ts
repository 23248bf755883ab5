import { isRight, left, mapLeft } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import { expectation, oneOf } from "./expectation.ts"
import { fieldsOf } from "./fields.ts"
import type { Fields } from "./fields.ts"
import { below, shown } from "./problem.ts"
import type { Problem } from "./problem.ts"

const unknownKey = (path: string, key: string, value: unknown, allowed: readonly string[]): Problem =>
  ({ kind: "unknown-key", path: below(path, key), key, allowed, actual: shown(value) })

const invalid = (codec: t.Any, input: unknown, path: string, errors: t.Errors): Problem =>
  ({ kind: "invalid", path, expected: errors[0]?.message ?? expectation(codec), actual: shown(input) })

/** `valid`: the value is known to decode, so that only unknown keys are looked for. */
type Walk = (codec: t.Any, input: unknown, path: string, valid: boolean) => readonly Problem[]

const inFields = ({ fields, closed }: Fields, input: Record<string, unknown>, path: string, valid: boolean) => {
  const allowed = [...new Set(fields.map((field) => field.key))]
  const strangers = closed ? Object.keys(input).filter((key) => !allowed.includes(key)) : []
  return [
    ...strangers.map((key) => unknownKey(path, key, input[key], allowed)),
    ...fields.flatMap(({ key, codec, optional }) => {
      const value = Object.hasOwn(input, key) ? input[key] : undefined
      return optional && value === undefined ? [] : problems(codec, value, below(path, key), valid)
    })
  ]
}

/** As io-ts does, the first alternative that fits is taken; else the one that came furthest tells what is wrong. */
const inUnion = (codec: t.UnionType<t.Any[]>, input: unknown, path: string): readonly Problem[] => {
  const attempts = codec.types.map((type) => problems(type, input, path, false))
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

const inList = (codec: t.Any, input: readonly unknown[], path: string, valid: boolean): readonly Problem[] | null => {
  if (codec instanceof t.ArrayType || codec instanceof t.ReadonlyArrayType) {
    return input.flatMap((item, i) => problems(codec.type, item, below(path, i), valid))
  }
  if (!(codec instanceof t.TupleType)) return null
  const types: readonly t.Any[] = codec.types
  return input.length > types.length
    ? [{ kind: "invalid", path, expected: expectation(codec), actual: `one of ${input.length}` }]
    : types.flatMap((type, i) => problems(type, input[i], below(path, i), valid))
}

const inObject = (codec: t.Any, input: Record<string, unknown>, path: string, valid: boolean) => {
  const fields = fieldsOf(codec)
  if (fields !== null) return inFields(fields, input, path, valid)
  if (!(codec instanceof t.DictionaryType)) return null
  return Object.entries(input).flatMap(([key, value]) =>
    codec.domain.is(key)
      ? problems(codec.codomain, value, below(path, key), valid)
      : [unknownKey(path, key, value, [])])
}

/** Problems inside a list, an object or a choice; null where codec and value have no parts to compare. */
const inParts = (codec: t.Any, input: unknown, path: string, valid: boolean): readonly Problem[] | null => {
  if (codec instanceof t.UnionType) return inUnion(codec, input, path)
  if (codec instanceof t.RecursiveType) return problems(codec.runDefinition(), input, path, valid)
  if (codec instanceof t.ReadonlyType) return problems(codec.type, input, path, valid)
  if (codec instanceof t.RefinementType) {
    const inside = problems(codec.type, input, path, valid)
    return inside.length > 0 ? inside : null
  }
  if (Array.isArray(input)) return inList(codec, input, path, valid)
  return t.UnknownRecord.is(input) ? inObject(codec, input, path, valid) : null
}

const problems: Walk = (codec, input, path, valid) => {
  const inside = inParts(codec, input, path, valid)
  if (inside !== null || valid) return inside ?? []
  const decoded = codec.decode(input)
  return isRight(decoded) ? [] : [invalid(codec, input, path, decoded.left)]
}

/**
 * Decodes, and treats as an error what io-ts would silently strip: a key that a strict (`exact`) codec does not
 * name, or an item too many in a tuple, at any depth. All problems are given, unknown keys first, since they often
 * explain a missing one. An intersection is looked into where all of its members are objects.
 */
export const decodeStrict = <A>(codec: t.Type<A, any, unknown>, input: unknown): Either<readonly Problem[], A> => {
  const decoded = codec.decode(input)
  const found = problems(codec, input, "", isRight(decoded))
  if (found.length === 0) return mapLeft((errors: t.Errors) => [invalid(codec, input, "", errors)])(decoded)
  return left([
    ...found.filter((problem) => problem.kind === "unknown-key"),
    ...found.filter((problem) => problem.kind === "invalid")
  ])
}
