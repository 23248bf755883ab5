import { didYouMean } from "../closest.ts"

export const estimatorNames = ["lstm", "ridge", "mean"] as const
export type EstimatorName = (typeof estimatorNames)[number]

const isEstimator = (name: string): name is EstimatorName => (estimatorNames as readonly string[]).includes(name)

/** Reads `NAME[,NAME]`, each name once; a string is the sentence that says what is wrong with another text. */
export const estimatorList = (text: string): readonly EstimatorName[] | string => {
  const names = [...new Set(text.split(",").map((name) => name.trim()))]
  const stranger = names.find((name) => !isEstimator(name))
  return stranger === undefined
    ? names.filter(isEstimator)
    : `there is no estimator ${stranger}; ${didYouMean(stranger, estimatorNames, `there are ${estimatorNames.join(", ")}`)}`
}
