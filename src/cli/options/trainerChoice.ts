import { didYouMean } from "../closest.ts"

/** Measurements come from a table: the shipped one (null), or the one in a file. */
export interface TrainerChoice {
  readonly table: string | null
}

const later: { readonly [name: string]: string } = {
  wasm: "the embedded engine comes",
  tensorflow: "the tensorflow engine comes",
  command: "measuring by a program of your own comes"
}

const here = "--trainer table or table:FILE"

/** Reads `table` or `table:FILE`; a string is the sentence that says why another text is none. */
export const trainerChoice = (text: string): TrainerChoice | string => {
  const name = text.split(":")[0]!
  const file = text.slice(name.length + 1)
  if (Object.hasOwn(later, name)) return `${later[name]} with a later version; this one measures with ${here}`
  if (name !== "table") return `there is no trainer ${name}; ${didYouMean(name, ["table", ...Object.keys(later)], `use ${here}`)}`
  if (text === "table:") return `--trainer table: names no file; use ${here}`
  return { table: text === "table" ? null : file }
}
