import type { EstimatorName } from "../../core/search/configuration.ts"
import { didYouMean } from "../closest.ts"
import { choicesOf } from "./choices.ts"

/** An estimator that comes with pvll. */
export type NamedEstimator = Exclude<EstimatorName, "own">

/** An estimator by name, or the file of a user's own. */
export type EstimatorChoice = { readonly name: NamedEstimator } | { readonly file: string }

/** Every estimator that is there without a file. */
export const estimatorNames = choicesOf("estimator.name").filter((name) => name !== "own") as readonly NamedEstimator[]

const isEstimator = (name: string): name is NamedEstimator => (estimatorNames as readonly string[]).includes(name)

/** A path, or the name of a file with TypeScript or JavaScript. */
const isEstimatorFile = (text: string): boolean => /[/\\]/.test(text) || /\.[mc]?[tj]s$/.test(text)

/** Reads `NAME` or `FILE`; a string is the sentence that says what is wrong with another text. */
export const estimatorChoice = (text: string): EstimatorChoice | string => {
  if (isEstimator(text)) return { name: text }
  if (isEstimatorFile(text)) return { file: text }
  if (text === "own") return "--estimator own stands for a file of yours: give the file, as in --estimator ./mine.ts"
  return `there is no estimator ${text}; ${
    didYouMean(text, estimatorNames, `there are ${estimatorNames.join(", ")}, and files of your own, as in ./mine.ts`)}`
}
