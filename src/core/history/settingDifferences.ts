import type { Configuration } from "../search/configuration.ts"
import { Configured } from "../search/event.ts"
import type { Setting } from "../search/state.ts"
import { isObject, sameData } from "./sameData.ts"

/** An option that differs. `path` is its name in the log, such as `steps` or `estimator.head`. */
export interface OptionDifference {
  readonly path: string
  readonly a: unknown
  readonly b: unknown
}

/** Why two settings may differ, in the order in which the first one names the whole (see `settingCause`). */
const settingCauses = ["data", "configuration", "seed", "code", "engine", "core", "length"] as const
export type SettingCause = (typeof settingCauses)[number]

export interface SettingDifference extends OptionDifference {
  readonly cause: SettingCause
}

const leafDifferences = (path: string, a: unknown, b: unknown): readonly OptionDifference[] => {
  if (!isObject(a) || !isObject(b)) return sameData(a, b) ? [] : [{ path, a, b }]
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return keys.flatMap((key) => leafDifferences(path === "" ? key : `${path}.${key}`, a[key], b[key]))
}

/** The options that differ, in the order of the configuration. A list counts as one option. */
export const configurationDifferences = (a: Configuration, b: Configuration): readonly OptionDifference[] =>
  leafDifferences("", a, b)

/** The trainer that runs a user's own program; its version is the program's digest. */
const programTrainer = "command"

const trainerCause = (a: Setting, b: Setting): SettingCause =>
  a.trainer.name === programTrainer && b.trainer.name === programTrainer ? "code" : "engine"

const optionCause = (path: string): SettingCause =>
  path === "steps" ? "length" : path.startsWith("estimator.own.") ? "code" : "configuration"

/**
 * Everything that differs between two settings: options by their names, the rest as `space.*`, `seed`, `data.*`,
 * `trainer.*` and `core`. A different space is a different `configuration`; other code of a user's own estimator is
 * `code`; T alone is `length`.
 */
export const settingDifferences = (a: Setting, b: Setting): readonly SettingDifference[] => {
  const [{ configuration, ...one }, { configuration: other, ...two }] = [Configured.encode(a), Configured.encode(b)]
  const parts: readonly (readonly [keyof typeof one, SettingCause])[] = [
    ["space", "configuration"],
    ["seed", "seed"],
    ["data", "data"],
    ["trainer", trainerCause(a, b)],
    ["core", "core"]
  ]
  return [
    ...leafDifferences("", configuration, other).map((difference): SettingDifference =>
      ({ ...difference, cause: optionCause(difference.path) })),
    ...parts.flatMap(([part, cause]) =>
      leafDifferences(part, one[part], two[part]).map((difference): SettingDifference => ({ ...difference, cause })))
  ]
}

/**
 * What a colleague would call the whole of the differences (our choice): what the search was asked for (data,
 * configuration, seed) comes before what carried it out (code, engine, core), and T counts only where nothing else
 * differs. Null where there are none.
 */
export const settingCause = (differences: readonly SettingDifference[]): SettingCause | null =>
  settingCauses.find((cause) => differences.some((difference) => difference.cause === cause)) ?? null

/** A value longer than this is not worth showing in a sentence. */
const longest = 60

const valuesText = ({ path, a, b }: OptionDifference): string => {
  const [one, two] = [JSON.stringify(a) ?? "absent", JSON.stringify(b) ?? "absent"]
  return one.length > longest || two.length > longest ? `${path} differs` : `${path} is ${one} in A and ${two} in B`
}

/** All differences in words: `seed is 1 in A and 2 in B, estimator.name is ...`. */
export const differencesText = (differences: readonly OptionDifference[]): string =>
  differences.map(valuesText).join(", ")
