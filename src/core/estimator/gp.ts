import { kendallTau } from "../numeric/kendallTau.ts"
import { meanAndDeviation } from "../numeric/meanAndDeviation.ts"
import { solveLower, solveUpper, whitenedSquares } from "../numeric/packedCholesky.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator, Queries, Samples } from "./estimator.ts"
import { evidenceOf } from "./gpEvidence.ts"
import { type GpFactor, grownFactor } from "./gpFactor.ts"
import { beginSearch, type GpSearch, isDue, mostEvidence, searchOn } from "./gpHyperparameters.ts"
import { type GpQuery, kernelRow, ownKernel } from "./gpKernel.ts"
import { signalSlopes, weightSlopes } from "./gpKernelSlopes.ts"
import { activeSamples, emptyGpMemory, gpMemory, newestOf } from "./gpMemory.ts"
import { gpPrior, kernelValues } from "./gpParameters.ts"
import { gpSamples } from "./gpSamples.ts"
import { liveEdges } from "./liveEdges.ts"
import { searchGraph } from "./searchGraph.ts"
import { drawSignalMaps, signalFeatures, type SignalMaps } from "./signalFeatures.ts"

/** State of the Gaussian process: its random maps, its hyper-parameters, its samples, and what follows from them. */
export type GpState = SignalMaps & GpSearch & GpFactor & {
  /** `[count]` (K + noise / weights)^-1 times the standardised losses */
  readonly coefficients: Float64Array
  /** what the losses are standardised by */
  readonly mean: number
  readonly scale: number
}

const newestStep = ({ steps }: Samples): number => steps.reduce((newest, step) => Math.max(newest, step), 0)

/** Mean and deviation of the losses; the deviation 1 where they are all equal. */
const standard = (losses: Float64Array) => {
  const { mean, deviation } = meanAndDeviation(losses)
  return { mean, scale: deviation > 0 ? deviation : 1 }
}

/**
 * A Gaussian process over architectures (Rasmussen and Williams, 2006) with the kernel of `gpKernel.ts` on
 * standardised losses; a sample's noise is divided by its weight of Eq. 8. Its hyper-parameters follow the marginal
 * likelihood, a few steps whenever the memory has grown by a twentieth. In closed form: a fit is one pass. After one
 * more sample it takes n^2 operations, since the factor grows by a row, with the bits that it would have if it were
 * computed at once. Without samples it predicts 0.
 */
export const gp = (context: EstimatorContext): Estimator<GpState> => {
  const { edges, operations } = context
  const size = edges * operations
  const graph = searchGraph(context.space)
  const prior = gpPrior(edges, operations)
  const live = liveEdges(graph)
  const signal = signalFeatures(graph)

  /** Reads one architecture after another; what it gives holds until the next one. */
  const read = (maps: SignalMaps, inputs: Float64Array, at: number): GpQuery => {
    live.read(inputs, at)
    signal.read(maps, inputs, at)
    return { weights: live.weights, signal: signal.features }
  }

  const fit = (state: GpState, samples: Samples): GpState => {
    const places = activeSamples(samples)
    const memory = gpMemory(samples, places, operations, live, signal, state)
    const { mean, scale } = standard(samples.losses)
    const targets = Float64Array.from(places, (i) => (samples.losses[i] - mean) / scale)
    const newest = newestStep(samples)
    const evidence = newestOf(memory, mostEvidence)
    const search: GpSearch = isDue(state.chosenAt, newest, samples.count)
      ? searchOn(state, evidenceOf(evidence, edges, operations, targets.slice(-mostEvidence)), prior, newest)
      : state
    const { parameters, firstMoment, secondMoment, beta1Power, beta2Power, chosenAt } = search
    const factor = grownFactor(state, memory, parameters, edges, operations)
    const coefficients = solveUpper(factor, solveLower(factor, targets))
    const { maps, signals } = state
    const { choices, features, weights } = memory
    return {
      maps, signals, parameters, firstMoment, secondMoment, beta1Power, beta2Power, chosenAt, choices, features,
      weights, factor, coefficients, mean, scale
    }
  }

  /** Tau on the samples. There a prediction is the loss less the noise's share of it: no kernel row is needed. */
  const tauOf = ({ parameters, weights, coefficients, scale }: GpState, samples: Samples): number => {
    const { noise } = kernelValues(parameters, edges, operations)
    const losses = Float64Array.from(activeSamples(samples), (i) => samples.losses[i])
    return kendallTau(losses.map((loss, i) => loss - ((scale * noise) / weights[i]) * coefficients[i]), losses)
  }

  /** Kernel rows between queries and samples `[queries, count]`, and k(H, H) of each query. */
  const kernelRows = (state: GpState, { count, inputs }: Queries) => {
    const values = kernelValues(state.parameters, edges, operations)
    const samples = gpSamples(state, edges, operations)
    const rows = new Float64Array(count * samples.count)
    const own = new Float64Array(count)
    for (let q = 0; q < count; q++) {
      const query = read(state, inputs, q * size)
      kernelRow(values, samples, query, samples.count, rows, q * samples.count)
      own[q] = ownKernel(values, query)
    }
    return { rows, own }
  }

  const predict = (state: GpState, queries: Queries): Float64Array => {
    const { rows } = kernelRows(state, queries)
    const n = state.weights.length
    return Float64Array.from({ length: queries.count }, (_, q) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += rows[q * n + i] * state.coefficients[i]
      return state.mean + state.scale * sum
    })
  }

  return {
    name: "gp",
    init: () => ({
      ...drawSignalMaps(context, graph), ...beginSearch(prior), ...emptyGpMemory,
      factor: new Float64Array(0), coefficients: new Float64Array(0), mean: 0, scale: 1
    }),
    fit: (state, samples) => {
      if (samples.count === 0) return { state, passes: 0, tau: null }
      const fitted = fit(state, samples)
      return { state: fitted, passes: 1, tau: tauOf(fitted, samples) }
    },
    predict,
    deviation: (state, queries) => {
      const { rows, own } = kernelRows(state, queries)
      const n = state.weights.length
      const known = n === 0 ? own.map(() => 0) : whitenedSquares(state.factor, n, rows)
      return own.map((variance, q) => state.scale * Math.sqrt(Math.max(0, variance - known[q])))
    },
    gradient: (state, { count, inputs }) => {
      const values = kernelValues(state.parameters, edges, operations)
      const samples = gpSamples(state, edges, operations)
      const gradient = new Float64Array(count * size)
      const coefficients = state.coefficients.map((coefficient) => state.scale * coefficient)
      for (let q = 0; q < count; q++) {
        const query = read(state, inputs, q * size)
        live.addGradient(weightSlopes(values, samples, coefficients, query), inputs, q * size, gradient)
        signal.addGradient(state, signalSlopes(values, samples, coefficients, query), inputs, q * size, gradient)
      }
      return gradient
    }
  }
}
