import { parseDataChoice } from "../../effects/data/dataChoice.ts"

/** Where the images of a log lie now: a folder, or `KIND:DIR` as a search takes it. The kind is the log's in any case. */
export const dataFolder = (text: string): string => {
  const choice = parseDataChoice(text)
  return typeof choice === "string" || choice.folder === null ? text : choice.folder
}
