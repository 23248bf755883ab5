import { didYouMean } from "../closest.ts"

/** Who measures: the embedded engine, or a table, the shipped one (null) or the one in a file. */
export type TrainerChoice = { readonly type: "wasm" } | { readonly type: "table"; readonly table: string | null }

const later: { readonly [name: string]: string } = {
  tensorflow: "the tensorflow engine comes",
  command: "measuring by a program of your own comes"
}

const here = "--trainer wasm, table or table:FILE"

/** Reads `wasm`, `table` or `table:FILE`; a string is the sentence that says why another text is none. */
export const trainerChoice = (text: string): TrainerChoice | string => {
  const name = text.split(":")[0]!
  const file = text.slice(name.length + 1)
  if (text === "wasm") return { type: "wasm" }
  if (Object.hasOwn(later, name)) return `${later[name]} with a later version; this one measures with ${here}`
  if (name !== "table" && name !== "wasm") return `there is no trainer ${name}; ${didYouMean(name, ["wasm", "table", ...Object.keys(later)], `use ${here}`)}`
  if (name === "wasm") return `--trainer wasm takes nothing behind it; use ${here}`
  if (text === "table:") return `--trainer table: names no file; use ${here}`
  return { type: "table", table: text === "table" ? null : file }
}
