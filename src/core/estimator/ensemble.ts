import { kendallTau } from "../numeric/kendallTau.ts"
import type { Estimator, EstimatorState, Queries } from "./estimator.ts"
import { jointState, stateOf } from "./jointState.ts"

/** The mean of arrays of the same length, summed from the first one on. */
const meanOf = (arrays: readonly Float64Array[]): Float64Array => {
  const sum = arrays[0]!.slice()
  for (const array of arrays.slice(1)) for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + array[i]!
  return sum.map((value) => value / arrays.length)
}

/**
 * A deep ensemble (Lakshminarayanan, Pritzel, Blundell, 2017): members of one kind that draw from lanes of their own
 * and are fitted each by itself. Their mean predicts, their standard deviation (over the members, not the sample's)
 * says how far they agree; members that know a deviation themselves add it in squares.
 */
export const ensemble = (members: readonly Estimator<EstimatorState>[]): Estimator<EstimatorState> => {
  const first = members[0]!
  const each = <A>(
    state: EstimatorState,
    f: (member: Estimator<EstimatorState>, own: EstimatorState) => A
  ): readonly A[] =>
    members.map((member, m) => f(member, stateOf(state, m)))
  const predict = (state: EstimatorState, queries: Queries): Float64Array =>
    meanOf(each(state, (member, own) => member.predict(own, queries)))
  return {
    name: first.name,
    init: () => jointState(members.map((member) => member.init())),
    fit: (state, samples, passes, stopTau) => {
      const fitted = each(state, (member, own) => member.fit(own, samples, passes, stopTau))
      const next = jointState(fitted.map((member) => member.state))
      return {
        state: next,
        passes: fitted.reduce((most, member) => Math.max(most, member.passes), 0),
        tau: samples.count === 0 ? null : kendallTau(predict(next, samples), samples.losses)
      }
    },
    predict,
    deviation: (state, queries) => {
      const predictions = each(state, (member, own) => member.predict(own, queries))
      const own = each(state, (member, part) => member.deviation?.(part, queries) ?? null)
      const mean = meanOf(predictions)
      return mean.map((centre, i) => {
        let squares = 0
        predictions.forEach((prediction, m) => {
          const error = prediction[i]! - centre
          const deviation = own[m]?.[i] ?? 0
          squares += error * error + deviation * deviation
        })
        return Math.sqrt(squares / members.length)
      })
    },
    gradient: first.gradient === null
      ? null
      : (state, queries) => meanOf(each(state, (member, own) => member.gradient!(own, queries)))
  }
}
