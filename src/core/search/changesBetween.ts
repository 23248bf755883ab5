import { canonicalJson } from "../codec/canonicalJson.ts"
import type { Configuration } from "./configuration.ts"
import type { ConfigurationChanges } from "./configurationChanges.ts"

type Options = Readonly<Record<string, unknown>>

const isPart = (value: unknown): value is Options =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A list, or an object inside a part, is one option, which changes as a whole. */
const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === "object" && canonicalJson(a) === canonicalJson(b))

const differing = (from: Options, to: Options): Options =>
  Object.fromEntries(Object.entries(to).filter(([key, value]) => !same(from[key], value)))

/**
 * The options in which `to` differs from `from`, and no others.
 *
 * Law: `changed(from, changesBetween(from, to))` is `to`.
 */
export const changesBetween = (from: Configuration, to: Configuration): ConfigurationChanges =>
  Object.fromEntries(Object.entries(differing(from, to)).map(([key, value]) => {
    const before = (from as Options)[key]
    return [key, isPart(before) && isPart(value) ? differing(before, value) : value]
  }))
