import * as Either from "fp-ts/lib/Either.js"
import { decodeStrict } from "../../core/codec/decodeStrict.ts"
import type { Problem } from "../../core/codec/problem.ts"
import { ConfigurationChanges } from "../../core/search/configurationChanges.ts"

/** A value at a place such as `estimator.hidden`, as an object. Built of own properties only, `__proto__` included. */
export const placed = (path: string, value: unknown): unknown =>
  path.split(".").reduceRight((inner, key) => Object.fromEntries([[key, inner]]), value)

export const decodeChanges = (input: unknown): Either.Either<readonly Problem[], ConfigurationChanges> =>
  decodeStrict(ConfigurationChanges, input)

const parts = ["proposal", "estimator", "architectureStep", "training"] as const

/** Both changes; where they speak of the same option, the later one holds. */
export const merged = (first: ConfigurationChanges, then: ConfigurationChanges): ConfigurationChanges => ({
  ...first,
  ...then,
  ...Object.fromEntries(parts
    .filter((part) => first[part] !== undefined || then[part] !== undefined)
    .map((part) => [part, { ...first[part], ...then[part] }]))
})
