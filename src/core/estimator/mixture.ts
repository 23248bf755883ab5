import { kendallTau } from "../numeric/kendallTau.ts"
import { meanAndDeviation } from "../numeric/meanAndDeviation.ts"
import { type Estimator, type EstimatorState, isFiniteState, type Queries, type Samples } from "./estimator.ts"
import { jointState, stateOf } from "./jointState.ts"
import { calibrations, emptyRecord, meanSquares, type MixtureRecord, partWeights, recorded } from "./mixtureRecord.ts"

type Part = Estimator<EstimatorState>

const recordOf = (state: EstimatorState): MixtureRecord => ({
  seen: state.seen as number,
  count: state.count as number,
  squares: state.squares as Float64Array,
  standardised: state.standardised as Float64Array
})

const joined = (states: readonly EstimatorState[], record: MixtureRecord, spread: number): EstimatorState =>
  ({ ...jointState(states), ...record, spread })

/** The deviation of the values from their mean; 1 where there is none, since errors are divided by it. */
const spreadOf = (values: Float64Array): number => {
  const { deviation } = meanAndDeviation(values)
  return deviation > 0 ? deviation : 1
}

/** Samples with steps beyond the largest one that was learned. */
const newIn = ({ steps }: Samples, seen: number): readonly number[] =>
  Array.from(steps.keys()).filter((i) => steps[i] > seen)

const queriesAt = ({ count, inputs, steps }: Samples, indices: readonly number[]): Queries => {
  const size = inputs.length / count
  const chosen = new Float64Array(indices.length * size)
  indices.forEach((i, at) => chosen.set(inputs.subarray(i * size, (i + 1) * size), at * size))
  return { count: indices.length, inputs: chosen, steps: Float64Array.from(indices, (i) => steps[i]) }
}

/** sum_i weights_i arrays_i. */
const weighted = (weights: readonly number[], arrays: readonly Float64Array[]): Float64Array => {
  const sum = new Float64Array(arrays[0].length)
  arrays.forEach((array, i) => {
    for (let j = 0; j < sum.length; j++) sum[j] += weights[i] * array[j]
  })
  return sum
}

/**
 * Several estimators, each with a weight that it earned: it predicts every new sample before it learns it, and what
 * the errors were decides (`mixtureRecord.ts`; our choice). One setting serves every space, since the log itself
 * tells which estimator sees it best. The deviation is that of the mixture of the parts' normal distributions, each
 * part's own calibrated by its record; a part without one is as unsure as its errors were. The gradient is that of
 * the mixture of the parts that have one. A part whose fit diverges stays as it was.
 */
export const mixture = (parts: readonly Part[]): Estimator<EstimatorState> => {
  const each = <A>(state: EstimatorState, f: (part: Part, own: EstimatorState, i: number) => A): readonly A[] =>
    parts.map((part, i) => f(part, stateOf(state, i), i))
  const predictions = (state: EstimatorState, queries: Queries) =>
    each(state, (part, own) => part.predict(own, queries))
  const deviations = (state: EstimatorState, queries: Queries) =>
    each(state, (part, own) => part.deviation?.(own, queries) ?? null)
  const predict = (state: EstimatorState, queries: Queries): Float64Array =>
    weighted([...partWeights(recordOf(state))], predictions(state, queries))

  /** The record after the samples that are new, each predicted by the parts as they were before. */
  const lookedAhead = (state: EstimatorState, samples: Samples): MixtureRecord => {
    const record = recordOf(state)
    const ahead = newIn(samples, record.seen)
    if (record.seen === 0 || ahead.length === 0) {
      return { ...record, seen: samples.steps.reduce((most, step) => Math.max(most, step), record.seen) }
    }
    const queries = queriesAt(samples, ahead)
    const [predicted, deviated] = [predictions(state, queries), deviations(state, queries)]
    const spread = spreadOf(samples.losses)
    return ahead.reduce((before, i, at) => recorded(
      before,
      samples.steps[i],
      Float64Array.from(predicted, (own) => own[at] - samples.losses[i]),
      Float64Array.from(deviated, (own) => own?.[at] ?? 0),
      spread
    ), record)
  }

  return {
    name: "mixture",
    init: () => joined(parts.map((part) => part.init()), emptyRecord(parts.length), 1),
    fit: (state, samples, passes, stopTau) => {
      if (samples.count === 0) return { state, passes: 0, tau: null }
      const record = lookedAhead(state, samples)
      const fitted = each(state, (part, own) => {
        const after = part.fit(own, samples, passes, stopTau)
        return isFiniteState(after.state) ? after : { ...after, state: own }
      })
      const next = joined(fitted.map((after) => after.state), record, spreadOf(samples.losses))
      return {
        state: next,
        passes: fitted.reduce((most, after) => Math.max(most, after.passes), 0),
        tau: kendallTau(predict(next, samples), samples.losses)
      }
    },
    predict,
    deviation: (state, queries) => {
      const record = recordOf(state)
      const [weights, scales, squares] = [partWeights(record), calibrations(record), meanSquares(record)]
      const predicted = predictions(state, queries)
      const own = deviations(state, queries)
      const mean = weighted([...weights], predicted)
      return mean.map((centre, q) => {
        let variance = 0
        parts.forEach((_, i) => {
          const part = own[i]
          const error = predicted[i][q] - centre
          const deviation = part === null ? (state.spread as number) * Math.sqrt(squares[i]) : scales[i] * part[q]
          variance += weights[i] * (deviation * deviation + error * error)
        })
        return Math.sqrt(variance)
      })
    },
    gradient: parts.every((part) => part.gradient === null) ? null : (state, queries) => {
      const weights = partWeights(recordOf(state))
      const leading = parts.flatMap((part, i) => (part.gradient === null ? [] : [{ i, gradient: part.gradient }]))
      const total = leading.reduce((sum, { i }) => sum + weights[i], 0)
      return weighted(leading.map(({ i }) => weights[i] / total),
        leading.map(({ i, gradient }) => gradient(stateOf(state, i), queries)))
    }
  }
}
