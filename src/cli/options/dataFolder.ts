import { type NamedFolder, parseDataChoice } from "../../effects/data/dataChoice.ts"

/** Where the images of a log lie now: a folder, or `KIND:DIR` as a search takes it. */
export const dataFolder = (text: string): NamedFolder => {
  const choice = parseDataChoice(text)
  return typeof choice === "string" || choice.folder === null
    ? { kind: null, folder: text }
    : { kind: choice.kind, folder: choice.folder }
}
