import * as t from "io-ts"
import { fieldsOf } from "./fields.ts"

const either = (choices: readonly string[]): string =>
  choices.length < 2 ? choices.join("") : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`

/** What a codec takes, in words: `"psi" or "psi-squared"`, `a list`, `an object`. */
export const expectation = (codec: t.Any): string => {
  if (codec instanceof t.LiteralType) return JSON.stringify(codec.value)
  if (codec instanceof t.KeyofType) return either(Object.keys(codec.keys).map((key) => JSON.stringify(key)))
  if (codec instanceof t.UnionType) return either(codec.types.map(expectation))
  if (codec instanceof t.RefinementType) return codec.name
  if (codec instanceof t.StringType) return "text"
  if (codec instanceof t.NumberType) return "a number"
  if (codec instanceof t.BooleanType) return "true or false"
  if (codec instanceof t.NullType) return "null"
  if (codec instanceof t.TupleType) return `a list of ${codec.types.length}`
  if (codec instanceof t.ArrayType || codec instanceof t.ReadonlyArrayType) return "a list"
  if (codec instanceof t.DictionaryType || fieldsOf(codec) !== null) return "an object"
  return codec.name
}

/** The same, for several codecs of which one has to fit. */
export const oneOf = (expectations: readonly string[]): string => either([...new Set(expectations)])
