import type { EstimatorContext } from "./context.ts"
import type { Estimator, EstimatorState, Fitted, Queries, Samples } from "./estimator.ts"
import {
  counted, thrown, wrongDeviations, wrongEstimator, wrongFit, wrongNumbers, wrongState
} from "./wrongAnswers.ts"

/** What a user's file exports by default. */
export type OwnEstimator = (context: EstimatorContext) => Estimator<EstimatorState>

/** A user's own estimator did what none may do. The message is one clause: its file, what it did, and where. */
export class EstimatorFault extends Error {
  readonly _tag = "EstimatorFault"
  readonly file: string

  constructor(file: string, what: string) {
    super(`${file}: ${what}`)
    this.name = "EstimatorFault"
    this.file = file
  }
}

const stepsText = (steps: Float64Array): string => {
  if (steps.length === 0) return ""
  const [first, last] = [steps[0]!, steps.at(-1)!]
  return first === last ? ` for step ${first}` : ` for steps ${first} to ${last}`
}

const fitText = ({ count, steps }: Samples): string =>
  ` on ${counted(count, "architecture")}${count === 0 ? "" : ` up to step ${steps.at(-1)}`}`

/** The answer of one of its functions (`name`, asked about what `where` says), once its form is known to be right. */
const asked = <A>(
  file: string,
  name: string,
  where: string,
  answer: () => A,
  wrong: (value: A) => string | null
): A => {
  let value: A
  try {
    value = answer()
  } catch (error) {
    if (error instanceof EstimatorFault) throw error
    throw new EstimatorFault(file, `${name}${where} threw ${thrown(error, file)}`)
  }
  const reason = wrong(value)
  if (reason !== null) throw new EstimatorFault(file, `${name}${where} returned ${reason}`)
  return value
}

const copied = (state: EstimatorState): EstimatorState =>
  Object.fromEntries(Object.entries(state).map(([name, value]) =>
    [name, typeof value === "number" ? value : value.slice()]))

const copiedSamples = (samples: Samples): Samples => ({
  ...samples,
  inputs: samples.inputs.slice(),
  steps: samples.steps.slice(),
  losses: samples.losses.slice(),
  weights: samples.weights.slice()
})

/**
 * A user's own estimator, watched: whatever it throws, and every answer of another form than `estimator.ts` says (not
 * finite, of another length), is an `EstimatorFault` that names `file`. A fit works on copies, since an estimator of
 * one's own may change what it is given; a tau that is not finite counts as none.
 */
export const own = (make: OwnEstimator, file: string) => (context: EstimatorContext): Estimator<EstimatorState> => {
  const estimator = asked(file, "its default export", "", () => make(context), wrongEstimator)
  const { deviation, gradient } = estimator
  const numbers = (
    name: string,
    length: number,
    answer: (state: EstimatorState, queries: Queries) => Float64Array,
    alsoWrong: (value: Float64Array) => string | null = () => null
  ) => (state: EstimatorState, queries: Queries): Float64Array =>
    asked(file, name, stepsText(queries.steps), () => answer.call(estimator, state, queries), (value) =>
      wrongNumbers(value, queries.count * length) ?? alsoWrong(value))

  return {
    name: "own",
    init: () => asked(file, "init", "", () => estimator.init(), wrongState),
    fit: (state, samples, passes, stopTau): Fitted<EstimatorState> => {
      const fit = () => estimator.fit(copied(state), copiedSamples(samples), passes, stopTau)
      const fitted = asked(file, "fit", fitText(samples), fit, wrongFit)
      const { tau } = fitted
      return { state: fitted.state, passes: fitted.passes, tau: tau !== null && Number.isFinite(tau) ? tau : null }
    },
    predict: numbers("predict", 1, estimator.predict),
    deviation: typeof deviation === "function" ? numbers("deviation", 1, deviation, wrongDeviations) : null,
    gradient: typeof gradient === "function" ? numbers("gradient", context.edges * context.operations, gradient) : null
  }
}

/** Stands for a user's own estimator that is not at hand. */
export const missing = (file: string, digest: string): EstimatorFault => {
  const code = `the code of digest ${digest.slice(0, 12)}...`
  return new EstimatorFault(file, `${code} is not at hand; give its file with --estimator FILE`)
}
