import type { Address } from "../random/stream.ts"
import type { EstimatorContext } from "./context.ts"

/** More than a fit can have passes, so that no two lanes share an address. */
const lanePasses = 1_048_576

/** Where an estimator of a lane draws its first parameters. */
export const initialisationAddress = ({ seed, lane }: Pick<EstimatorContext, "seed" | "lane">): Address =>
  ({ seed, stream: "estimator-initialisation", a: lane, b: 0 })

/** Where an estimator of a lane draws the mini-batches of a pass of a fit. */
export const batchAddress = (
  { seed, lane }: Pick<EstimatorContext, "seed" | "lane">,
  fit: number,
  pass: number
): Address => ({ seed, stream: "estimator-batches", a: fit, b: lane * lanePasses + pass })

/** Where an estimator of a lane draws architectures without a label for a fit. */
export const unlabelledAddress = ({ seed, lane }: Pick<EstimatorContext, "seed" | "lane">, fit: number): Address =>
  ({ seed, stream: "estimator-unlabelled", a: fit, b: lane })
