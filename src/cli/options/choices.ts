import * as t from "io-ts"
import { Configuration } from "../../core/search/configuration.ts"
import { presets, type PresetName } from "../../core/search/presets.ts"

/** The codec at a place in the configuration such as `estimator.head`. */
const codecAt = (path: string): t.Any =>
  path.split(".").reduce<t.Any>((codec, key) => {
    const props = codec instanceof t.ExactType && codec.type instanceof t.InterfaceType ? codec.type.props as t.Props : {}
    if (props[key] === undefined) throw new Error(`there is no option ${path}`)
    return props[key]
  }, Configuration)

/** The names that an option of the configuration takes, in their order there. */
export const choicesOf = (path: string): readonly string[] => {
  const codec = codecAt(path)
  if (!(codec instanceof t.KeyofType)) throw new Error(`${path} is no choice`)
  return Object.keys(codec.keys)
}

export const presetNames = Object.keys(presets) as readonly PresetName[]
