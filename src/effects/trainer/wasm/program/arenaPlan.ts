import type { Network } from "../../network/network.ts"
import { packedLength } from "../packing.ts"
import { takeAffine, takeNormalisation, takeUnit } from "./arena.ts"
import type { NormalisationArena, UnitArena } from "./arena.ts"
import { shelf } from "./shelf.ts"
import { stageArena } from "./stageMaps.ts"
import type { StageArena } from "./stageMaps.ts"

/** What each slice has in its arena: sums, affines and gradients of weights. All addresses are slice addresses. */
export interface ArenaPlan {
  /** affines that change nothing, by physical channels */
  readonly identities: ReadonlyMap<number, number>
  readonly stem: UnitArena
  readonly stages: readonly StageArena[]
  /** null: the network has none */
  readonly lastNormalisation: NormalisationArena | null
  /** behind the last class the bias's gradient stays 0, as the memory began */
  readonly classifier: { readonly weightGradient: number; readonly biasGradient: number }
  /** f64 [sum of losses, images classified rightly] */
  readonly losses: number
  /** f64, the slice's part of the gradient's squared norm */
  readonly squaredNorm: number
  /** from one arena to the next: an odd number of 64-byte lines, so that slices do not share sets of the cache */
  readonly bytes: number
}

/** The arena of slice 0 begins at `start`. */
export const planArena = (network: Network, batch: number, start: number): ArenaPlan => {
  const { images, stem, stages, lastNormalisation, classifier } = network
  const arena = shelf(start)
  const layouts = [images, ...stages.flatMap(({ node, output }) => [node, output])].map(({ channels }) => channels)
  const identities = new Map([...new Map(layouts.map((channels) => [channels.physical, channels]))]
    .map(([physical, channels]) => [physical, takeAffine(arena, channels)]))
  const plan = {
    identities,
    stem: takeUnit(arena, stem),
    stages: stages.map((stage) => stageArena(stage, batch, arena)),
    lastNormalisation: lastNormalisation === null
      ? null
      : takeNormalisation(arena, lastNormalisation.channels, lastNormalisation),
    classifier: {
      weightGradient: arena.take(4 * packedLength(classifier.weight)),
      biasGradient: arena.take(4 * packedLength(classifier.bias))
    },
    losses: arena.take(16),
    squaredNorm: arena.take(8)
  }
  const lines = (arena.end() - start) / 64
  return { ...plan, bytes: 64 * (lines + (lines % 2 === 0 ? 1 : 0)) }
}
