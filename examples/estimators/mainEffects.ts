// An estimator of one's own: how much better or worse than the mean architectures are that have an operation on an edge.
// Run: npx pvll search --preset nb201 --estimator examples/estimators/mainEffects.ts
import type { EstimatorContext } from "pvll/core/estimator/context"
import type { Estimator, Queries } from "pvll/core/estimator/estimator"
import { kendallTau } from "pvll/core/numeric/kendallTau"

// What it keeps: float64 arrays and numbers by name, nothing else. (A `type`; TypeScript takes no `interface` here.)
type Effects = { readonly mean: number; readonly effects: Float64Array }

// An operation that few architectures have says little: its effect is drawn to 0 as if so many more had shown none.
const doubt = 2

/** The mean loss, plus the effect `[E, K]` of each operation times its weight in H. */
const predict = ({ mean, effects }: Effects, { count, inputs }: Queries): Float64Array =>
  Float64Array.from({ length: count }, (_, i) =>
    effects.reduce((sum, effect, j) => sum + effect * inputs[i * effects.length + j]!, mean))

export default ({ edges, operations }: EstimatorContext): Estimator<Effects> => ({
  name: "main effects",
  init: () => ({ mean: 0, effects: new Float64Array(edges * operations) }),

  // In closed form: one pass, whatever `passes` allows. `samples.weights` are those of Eq. 8, with mean 1.
  fit: (state, samples) => {
    const { count, inputs, losses, weights } = samples
    if (count === 0) return { state, passes: 0, tau: null }
    const mean = losses.reduce((sum, loss, i) => sum + weights[i]! * loss, 0) / count
    const effects = state.effects.map((_, j) => {
      let [sum, share] = [0, doubt]
      for (let i = 0; i < count; i++) {
        const weight = weights[i]! * inputs[i * edges * operations + j]!
        sum += weight * (losses[i]! - mean)
        share += weight
      }
      return sum / share
    })
    const fitted = { mean, effects }
    return { state: fitted, passes: 1, tau: kendallTau(predict(fitted, samples), losses) }
  },

  predict,
  // It does not know how sure it is. Where it did: `[count]` standard deviations, which --optimism makes use of.
  deviation: null,
  // The derivative of a prediction with respect to H, `[count, E, K]`: what moves A (Eq. 10).
  gradient: ({ effects }, { count }) => {
    const slopes = new Float64Array(count * effects.length)
    for (let i = 0; i < count; i++) slopes.set(effects, i * effects.length)
    return slopes
  }
})
