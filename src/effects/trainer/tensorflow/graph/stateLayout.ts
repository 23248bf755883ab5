import { type Parameter, sizeOf } from "../../network/parameter.ts"
import type { Normalisation } from "../../network/unit.ts"
import type { ScaledBy } from "./pass.ts"

/** A vector of the soft weight of an edge, or of ones. */
export interface Scale {
  readonly by: ScaledBy
  readonly length: number
}

/** What a graph is loaded with, in the order in which each kind lies one behind the other. */
export interface StateLayout {
  /** those that are sampled: their weights, and then their momenta */
  readonly parameters: readonly Parameter[]
  /** whose running statistics are kept: mean and variance of each */
  readonly normalisations: readonly Normalisation[]
  readonly scales: readonly Scale[]
}

/** Numbers of a training, in their order. */
export const settings = ["learningRate", "momentum", "weightDecay", "gradientClip"] as const

/** Lengths of the parts of each region. */
export const partLengths = ({ parameters, normalisations, scales }: StateLayout) => {
  const weights = parameters.map(sizeOf)
  return {
    weights,
    momenta: weights,
    running: normalisations.map(({ channels: { logical } }) => 2 * logical),
    scales: scales.map(({ length }) => length),
    settings: settings.map(() => 1)
  }
}

/** The regions of a loaded state, one behind the other in this order; the first three are what training changes. */
export const regions = ["weights", "momenta", "running", "scales", "settings"] as const
export type Region = (typeof regions)[number]

/** Floats of each region. */
export const regionLengths = (layout: StateLayout): Readonly<Record<Region, number>> => {
  const parts = partLengths(layout)
  const sum = (region: Region): number => parts[region].reduce((total, length) => total + length, 0)
  return Object.fromEntries(regions.map((region) => [region, sum(region)])) as Record<Region, number>
}

/** Where each region begins in a loaded state, and where the last one ends. */
export const regionPlaces = (layout: StateLayout): Readonly<Record<Region | "end", number>> => {
  const lengths = regionLengths(layout)
  const places: Partial<Record<Region | "end", number>> = {}
  let at = 0
  for (const region of regions) {
    places[region] = at
    at += lengths[region]
  }
  return { ...places, end: at } as Record<Region | "end", number>
}
