import { kendallTau } from "../numeric/kendallTau.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator, Samples } from "./estimator.ts"

/** State of the line in the step number: predicted loss = mean + slope (step - centre). */
export type StepsState = { readonly mean: number; readonly centre: number; readonly slope: number }

const predict = ({ mean, centre, slope }: StepsState, steps: Float64Array): Float64Array =>
  steps.map((step) => mean + slope * (step - centre))

/** Weighted least squares; where all steps are the same, no slope shows. */
const line = ({ count, steps, losses, weights }: Samples): StepsState => {
  let weight = 0
  let stepSum = 0
  let lossSum = 0
  for (let i = 0; i < count; i++) {
    weight += weights[i]
    stepSum += weights[i] * steps[i]
    lossSum += weights[i] * losses[i]
  }
  const centre = stepSum / weight
  const mean = lossSum / weight
  let spread = 0
  let product = 0
  for (let i = 0; i < count; i++) {
    const distance = steps[i] - centre
    spread += weights[i] * distance * distance
    product += weights[i] * distance * (losses[i] - mean)
  }
  return { mean, centre, slope: spread > 0 ? product / spread : 0 }
}

/**
 * A straight line in the step number alone: losses fall while shared weights train, whatever the architecture. An
 * estimator of architectures is worth something only where it beats this one (our choice).
 */
export const steps = ({ edges, operations }: EstimatorContext): Estimator<StepsState> => ({
  name: "steps",
  init: () => ({ mean: 0, centre: 0, slope: 0 }),
  fit: (state, samples) => {
    if (samples.count === 0) return { state, passes: 0, tau: null }
    const fitted = line(samples)
    return { state: fitted, passes: 1, tau: kendallTau(predict(fitted, samples.steps), samples.losses) }
  },
  predict: (state, queries) => predict(state, queries.steps),
  deviation: null,
  gradient: (_, { count }) => new Float64Array(count * edges * operations)
})
