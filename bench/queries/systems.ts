import { isLeft } from "fp-ts/lib/Either.js"
import { PathReporter } from "io-ts/lib/PathReporter.js"
import { samplerSettings } from "../../src/core/sampler/settings.ts"
import { Configuration, type SamplerName } from "../../src/core/search/configuration.ts"
import { changed } from "../../src/core/search/configurationChanges.ts"
import { presets } from "../../src/core/search/presets.ts"

/** A configuration under the name by which the command line knows it: that of a sampler or of a preset. */
export interface System {
  readonly name: string
  readonly configuration: Configuration
}

/** What a search on a table starts from unless told otherwise. */
const standard = (presets as { readonly best?: Configuration }).best ?? presets.nb201

export const samplerNames = Object.keys(samplerSettings) as readonly SamplerName[]
export const systemNames: readonly string[] = [...samplerNames, ...Object.keys(presets)]

const configurationOf = (name: string): Configuration =>
  Object.hasOwn(samplerSettings, name)
    ? changed({ ...standard, sampler: name as SamplerName }, samplerSettings[name as SamplerName])
    : presets[name as keyof typeof presets]

const valueOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The configuration with `path=value`, as `estimator.members=3`, set; or a sentence that says what is wrong. */
const withSetting = (configuration: Configuration, setting: string): Configuration | string => {
  const at = setting.indexOf("=")
  const path = setting.slice(0, at).split(".")
  const set = (record: unknown, [key, ...rest]: readonly string[]): unknown =>
    typeof record !== "object" || record === null || !Object.hasOwn(record, key!)
      ? undefined
      : { ...record, [key!]: rest.length === 0 ? valueOf(setting.slice(at + 1)) : set((record as Record<string, unknown>)[key!], rest) }
  const decoded = at < 1 ? Configuration.decode(null) : Configuration.decode(set(configuration, path))
  return isLeft(decoded)
    ? `--set ${setting}: give an option of the configuration as path=value, as estimator.members=3 (${PathReporter.report(decoded).at(-1)})`
    : decoded.right
}

/** The system of a name with settings on top; or a sentence that says what is wrong with them. */
export const systemOf = (name: string, settings: readonly string[]): System | string => {
  let configuration = configurationOf(name)
  for (const setting of settings) {
    const next = withSetting(configuration, setting)
    if (typeof next === "string") return next
    configuration = next
  }
  return { name, configuration }
}
