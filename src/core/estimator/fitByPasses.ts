import { kendallTau } from "../numeric/kendallTau.ts"
import { batchOrder } from "./batchOrder.ts"
import type { EstimatorContext } from "./context.ts"
import type { Fitted, Samples } from "./estimator.ts"
import { batchAddress } from "./lane.ts"
import type { NetworkState } from "./networkState.ts"
import type { Training } from "./training.ts"

/**
 * The fit of every estimator that learns by mini-batches: at most `passes` passes, each in an order of its own, and a
 * look at Kendall's tau every `tauEvery` of them where there is a limit to it. With no samples it changes nothing.
 */
export const fitByPasses = (
  context: EstimatorContext,
  state: NetworkState,
  samples: Samples,
  passes: number,
  stopTau: number | null,
  begin: () => Training
): Fitted<NetworkState> => {
  if (samples.count === 0) return { state, passes: 0, tau: null }
  const { batch, batches, tauEvery } = context.configuration
  const training = begin()
  const tauNow = () => kendallTau(training.predictions(), samples.losses)
  const stopsAt = (tau: number) => stopTau !== null && tau > stopTau

  let tau: number | null = null
  let pass = 0
  while (pass < passes && !(tau !== null && stopsAt(tau))) {
    training.pass(batchOrder(batches, batchAddress(context, state.fits, pass), samples.count, batch))
    pass++
    tau = stopTau !== null && pass % tauEvery === 0 ? tauNow() : null
  }
  return { state: { ...training.progress(), fits: state.fits + 1 }, passes: pass, tau: tau ?? tauNow() }
}
