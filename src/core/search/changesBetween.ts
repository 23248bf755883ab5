import type { Configuration } from "./configuration.ts"
import type { ConfigurationChanges } from "./configurationChanges.ts"

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

const differing = (from: Record<string, unknown>, to: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(to).flatMap(([key, value]): [string, unknown][] => {
    const before = from[key]
    if (!isObject(before) || !isObject(value)) return before === value ? [] : [[key, value]]
    const inside = differing(before, value)
    return Object.keys(inside).length === 0 ? [] : [[key, inside]]
  }))

/**
 * The options in which `to` differs from `from`, and no others.
 *
 * Law: `changed(from, changesBetween(from, to))` is `to`.
 */
export const changesBetween = (from: Configuration, to: Configuration): ConfigurationChanges => differing(from, to)
