import * as Effect from "effect/Effect"
import { EstimatorFault } from "../../core/estimator/own.ts"
import { OwnEstimatorError } from "./OwnEstimatorError.ts"

/**
 * A computation of the core in which a user's own estimator may answer what it must not: that is an error of its own,
 * with `wayOut` behind it; everything else that is thrown is a bug.
 */
export const computed = <A>(compute: () => A, wayOut: () => string = () => ""): Effect.Effect<A, OwnEstimatorError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(compute())
    } catch (error) {
      if (!(error instanceof EstimatorFault)) throw error
      const way = wayOut()
      const message = `the estimator ${error.message}${way === "" ? "" : `; ${way}`}`
      return Effect.fail(new OwnEstimatorError({ message }))
    }
  })
