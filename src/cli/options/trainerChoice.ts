import { type EngineName, engines, isEngineName } from "../../effects/trainer/engines.ts"
import { didYouMean } from "../closest.ts"

/** Who measures: an engine that trains on images, or a table, the shipped one (null) or the one in a file. */
export type TrainerChoice = { readonly type: EngineName } | { readonly type: "table"; readonly table: string | null }

const later: { readonly [name: string]: string } = {
  command: "measuring by a program of your own comes"
}

const names = engines.map(({ name }) => name)

/** As it stands in the help. */
export const trainerForms = [...names, "table[:FILE]"].join("|")

const here = `--trainer ${[...names, "table"].join(", ")} or table:FILE`

/** Reads the name of an engine, `table` or `table:FILE`; a string is the sentence that says why another text is none. */
export const trainerChoice = (text: string): TrainerChoice | string => {
  const name = text.split(":")[0]!
  const file = text.slice(name.length + 1)
  if (isEngineName(text)) return { type: text }
  if (Object.hasOwn(later, name)) return `${later[name]} with a later version; this one measures with ${here}`
  if (isEngineName(name)) return `--trainer ${name} takes nothing behind it; use ${here}`
  if (name !== "table") {
    return `there is no trainer ${name}; ${didYouMean(name, [...names, "table", ...Object.keys(later)], `use ${here}`)}`
  }
  if (text === "table:") return `--trainer table: names no file; use ${here}`
  return { type: "table", table: text === "table" ? null : file }
}
