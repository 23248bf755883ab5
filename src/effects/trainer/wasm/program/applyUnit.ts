import { mapBytes } from "../../network/featureMap.ts"
import type { MapShape } from "../../network/featureMap.ts"
import type { Normalisation, Unit } from "../../network/unit.ts"
import type { NormalisationArena } from "./arena.ts"
import type { UnitPlace } from "./edgePlace.ts"
import type { MemoryPlan } from "./memoryPlan.ts"
import type { AppliedUnit, FeatureMap, Pass } from "./pass.ts"
import type { ProgramRecord } from "./record.ts"
import { sizeWords, unitWords } from "./unitWords.ts"

type Words = ProgramRecord["words"]

/** How a record finds the map that it reads. */
export const readWords = ({ place, affine }: FeatureMap): Words =>
  ({ input: place.address, inputStride: place.stride, inputAffine: affine })

/** How a record finds the map that a unit writes. */
export const outputPlaceWords = ({ map }: UnitPlace): Words => ({ output: map.address, outputStride: map.stride })

/** The weights of a unit; of a factorised reduction's two kernels the first, which the other follows. */
export const weightWords = ({ depthwise, pointwise }: Unit, { weights }: MemoryPlan): Words => ({
  ...(depthwise === null ? {} : { depthwise: weights.get(depthwise.name)! }),
  ...(pointwise.length === 0 ? {} : { pointwise: weights.get(pointwise[0].name)! })
})

/** Whether the running statistics stand in for the batch's own, so that no sums are needed. */
export const usesRunning = ({ mode }: Pass): boolean => mode.training === null && mode.running

/** What a normalisation of a map is made of. */
interface NormalisationPlace {
  readonly normalisation: Normalisation
  readonly arena: NormalisationArena
  readonly shape: MapShape
}

/** Where the affine goes, and by what it is multiplied. `isFirst`: no other record does the same with another scale. */
interface Target {
  readonly affine: number
  readonly scale: number
  readonly isFirst: boolean
}

/** A normalisation's affine, once the sums of all slices are known. */
export const normaliseRecord = (
  pass: Pass,
  { normalisation, arena, shape }: NormalisationPlace,
  { affine, scale, isFirst }: Target
): ProgramRecord => {
  const { plan, mode } = pass
  const moves = mode.training !== null && mode.training.running && isFirst
  return {
    kind: "normalise",
    words: {
      ...sizeWords(shape),
      sums: arena.sums,
      inputAffine: affine,
      ...(normalisation.affine === null ? {} : {
        depthwise: plan.weights.get(normalisation.affine.gamma.name)!,
        pointwise: plan.weights.get(normalisation.affine.beta.name)!
      }),
      output: mode.training !== null && isFirst ? arena.statistics : 0,
      extra2: moves || usesRunning(pass) ? plan.running.get(normalisation.name)! : 0,
      accumulate: moves ? 1 : 0,
      relu: usesRunning(pass) ? 1 : 0
    },
    floats: { extra1: scale }
  }
}

/** Lays out the forward pass of a unit: its convolution or pool, then its affine. */
export const applyUnit = (pass: Pass, unit: Unit, place: UnitPlace, input: FeatureMap, scale: number): AppliedUnit => {
  const { schedule, plan, mode } = pass
  const { normalisation, output } = unit
  const { arena } = place
  const needsSums = normalisation !== null && !usesRunning(pass)
  schedule.add(input.ready, {
    kind: unit.kind,
    words: {
      ...unitWords(unit), ...readWords(input), ...weightWords(unit, plan), ...outputPlaceWords(place),
      sums: needsSums ? arena.sums : 0
    }
  })
  const ready = needsSums ? input.ready + 1 : input.ready
  schedule.add(ready, normalisation === null
    ? constantAffine(output, arena.affine, scale, mode.training === null ? 0 : arena.coefficients)
    : normaliseRecord(pass, { normalisation, arena, shape: output }, { affine: arena.affine, scale, isFirst: true }))
  return { unit, place, input, scale, ready }
}

/** An affine that multiplies by `scale`, and the same for the backward pass unless `coefficients` is 0. */
export const constantAffine = (
  { channels }: MapShape, affine: number, scale: number, coefficients = 0
): ProgramRecord => ({
  kind: "constantAffine",
  words: { channels: channels.physical, inputAffine: affine, coefficients },
  floats: { extra1: scale }
})

/** The output of a unit, for its readers. */
export const outputOf = (applied: AppliedUnit, gradient: FeatureMap["gradient"]): FeatureMap => ({
  shape: applied.unit.output,
  place: { address: applied.place.map.address, stride: mapBytes(applied.unit.output) },
  affine: applied.place.arena.affine,
  ready: applied.ready,
  normalisedBy: applied.unit.normalisation === null ? null : applied,
  gradient
})
