import { adamStep } from "./adam.ts"
import { type Evidence, negativeLogPosterior } from "./gpEvidence.ts"
import type { GpPrior } from "./gpParameters.ts"

/** Where the search for hyper-parameters is: it goes on from choice to choice. */
export type GpSearch = {
  /** see `gpParameters.ts` */
  readonly parameters: Float64Array
  /** Adam's moments, and the betas to the power of the steps made */
  readonly firstMoment: Float64Array
  readonly secondMoment: Float64Array
  readonly beta1Power: number
  readonly beta2Power: number
  /** the newest step when they were chosen; 0 before that */
  readonly chosenAt: number
}

/** Adam's usual settings but for the second moment, which is to forget sooner (our choice). */
const options = { learningRate: 0.05, beta1: 0.9, beta2: 0.99, weightDecay: 0 }

/** Adam steps of the first choice, and of each later one. */
const firstSteps = 60
const laterSteps = 10

/** Most samples, the newest ones, that a choice looks at. */
export const mostEvidence = 200

/** Whether five samples, and a twentieth of the memory, are newer than the choice; or the memory is another one. */
export const isDue = (chosenAt: number, newest: number, count: number): boolean =>
  chosenAt === 0 || newest < chosenAt || newest - chosenAt >= Math.max(5, count / 20)

export const beginSearch = ({ means }: GpPrior): GpSearch => ({
  parameters: means.slice(),
  firstMoment: new Float64Array(means.length),
  secondMoment: new Float64Array(means.length),
  beta1Power: 1,
  beta2Power: 1,
  chosenAt: 0
})

/** A few steps on towards what the evidence makes most likely. */
export const searchOn = (search: GpSearch, evidence: Evidence, prior: GpPrior, newest: number): GpSearch => {
  const parameters = search.parameters.slice()
  const firstMoment = search.firstMoment.slice()
  const secondMoment = search.secondMoment.slice()
  let { beta1Power, beta2Power } = search
  for (let step = 0; step < (search.chosenAt === 0 ? firstSteps : laterSteps); step++) {
    const { slopes } = negativeLogPosterior(evidence, prior, parameters)
    beta1Power *= options.beta1
    beta2Power *= options.beta2
    adamStep(options, beta1Power, beta2Power, slopes, parameters, firstMoment, secondMoment)
  }
  return { parameters, firstMoment, secondMoment, beta1Power, beta2Power, chosenAt: newest }
}
