import type { Normalisation } from "../../network/unit.ts"
import { normaliseRecord, usesRunning } from "./applyUnit.ts"
import type { NormalisationArena } from "./arena.ts"
import { complete, gradientSums, normaliseBackward } from "./backward.ts"
import { sumRecords } from "./forward.ts"
import type { FeatureMap, Pass } from "./pass.ts"
import type { GradientMap } from "./schedule.ts"

/*
 * A normalisation that follows a sum, not a convolution: no kernel gives its sums, and none goes back through it.
 * Records of other kinds do, on a map that is small at the end of the network.
 */

/** The map, normalised. Its sums are those of "gradientSums" of the map with itself: sum y and sum y y. */
export const applyLastNormalisation = (
  pass: Pass, normalisation: Normalisation, arena: NormalisationArena, map: FeatureMap, gradient: GradientMap
): FeatureMap => {
  const { shape, place } = map
  const needsSums = !usesRunning(pass)
  if (needsSums) pass.schedule.add(map.ready, gradientSums(shape, place, place, arena.sums))
  const ready = needsSums ? map.ready + 1 : map.ready
  const record = normaliseRecord(pass, { normalisation, arena, shape }, { affine: arena.affine, scale: 1, isFirst: true })
  pass.schedule.add(ready, record)
  return { ...map, affine: arena.affine, ready, gradient }
}

/**
 * The gradient by the map itself, A g + B y + C. As a sum of affines that is `[B][C]` of y, which lie behind A, then,
 * with these set to 0, `[A][0]` of g.
 */
export const lastNormalisationBackward = (
  pass: Pass, normalisation: Normalisation, arena: NormalisationArena, map: FeatureMap, gradient: GradientMap
): void => {
  const { schedule } = pass
  const { shape, place } = map
  const target = map.gradient!
  const channelBytes = 4 * shape.channels.physical
  const phase = complete(pass, gradient, 0)
  schedule.add(phase, gradientSums(shape, place, gradient.place, arena.backwardSums))
  schedule.add(phase + 1, normaliseBackward(pass, shape, normalisation, arena, 1))
  const add = (term: Parameters<typeof sumRecords>[2][number]): void => {
    for (const record of sumRecords(shape, target.place, [term])) schedule.add(phase + 1, record, target)
  }
  add({ place, affine: arena.coefficients + channelBytes })
  schedule.add(phase + 1, {
    kind: "constantAffine", words: { channels: shape.channels.physical, inputAffine: arena.coefficients + channelBytes }
  })
  add({ place: gradient.place, affine: arena.coefficients })
}
