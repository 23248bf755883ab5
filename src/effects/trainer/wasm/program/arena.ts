import type { Channels } from "../../network/channels.ts"
import { packedLength } from "../packing.ts"
import { affineParameters } from "../../network/unit.ts"
import type { Normalisation, Unit } from "../../network/unit.ts"
import type { Parameter } from "../../network/parameter.ts"
import type { Shelf } from "./shelf.ts"

/** Slice addresses of what a normalisation works with; see "normalise" and "normaliseBackward" in `record.ts`. */
export interface NormalisationArena {
  readonly sums: number
  readonly affine: number
  readonly statistics: number
  readonly backwardSums: number
  readonly coefficients: number
  readonly gammaGradient: number
  readonly betaGradient: number
}

/** Slice addresses of a unit; without a normalisation only its affine and coefficients are in use. */
export interface UnitArena extends NormalisationArena {
  readonly depthwiseGradient: number
  readonly pointwiseGradient: number
}

const f32 = 4
const f64 = 8

const packedBytes = (parameters: readonly Parameter[]): number =>
  f32 * parameters.reduce((sum, parameter) => sum + packedLength(parameter), 0)

/** An affine `[a][b]` of so many channels. */
export const takeAffine = (arena: Shelf, { physical }: Channels): number => arena.take(2 * f32 * physical)

export const takeNormalisation = (
  arena: Shelf,
  channels: Channels,
  normalisation: Normalisation | null
): NormalisationArena => {
  const { physical } = channels
  const affine = affineParameters(normalisation)
  return {
    sums: arena.take(2 * f64 * physical),
    affine: takeAffine(arena, channels),
    statistics: arena.take(2 * f32 * physical),
    backwardSums: arena.take(2 * f64 * physical),
    coefficients: arena.take(3 * f32 * physical),
    gammaGradient: affine.length === 0 ? 0 : arena.take(packedBytes([affine[0]])),
    betaGradient: affine.length === 0 ? 0 : arena.take(packedBytes([affine[1]]))
  }
}

/** The kernels of a factorised reduction share `pointwiseGradient`, one behind the other. */
export const takeUnit = (arena: Shelf, { output, normalisation, depthwise, pointwise }: Unit): UnitArena => ({
  ...takeNormalisation(arena, output.channels, normalisation),
  depthwiseGradient: depthwise === null ? 0 : arena.take(packedBytes([depthwise])),
  pointwiseGradient: pointwise.length === 0 ? 0 : arena.take(packedBytes(pointwise))
})
