import { type EstimatorChoice, estimatorChoice, estimatorNames } from "./estimatorChoice.ts"

const choicesOf = (word: string): readonly EstimatorChoice[] | string => {
  if (word === "all") return estimatorNames.map((name) => ({ name }))
  if (word === "") return "--estimator names nothing between two commas"
  const choice = estimatorChoice(word)
  return typeof choice === "string" ? choice : [choice]
}

const nameOf = (choice: EstimatorChoice): string => ("name" in choice ? choice.name : choice.file)

/**
 * Reads `NAME[,NAME|,FILE]` or `all`, each once; a string is the sentence that says what is wrong with another text.
 */
export const estimatorList = (text: string): readonly EstimatorChoice[] | string => {
  const choices = new Map<string, EstimatorChoice>()
  for (const word of text.split(",")) {
    const found = choicesOf(word.trim())
    if (typeof found === "string") return found
    for (const choice of found) if (!choices.has(nameOf(choice))) choices.set(nameOf(choice), choice)
  }
  return [...choices.values()]
}
