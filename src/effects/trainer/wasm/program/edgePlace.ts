import type { Unit } from "../../network/unit.ts"
import type { Candidate } from "../../network/operations.ts"
import type { MapShape } from "../../network/featureMap.ts"
import { takeAffine, takeUnit } from "./arena.ts"
import type { UnitArena } from "./arena.ts"
import { takeMap } from "./mapPlace.ts"
import type { MapPlace } from "./mapPlace.ts"
import { shelf } from "./shelf.ts"

/** Where a unit's raw output lies, and what it has in the arenas. */
export interface UnitPlace {
  readonly map: MapPlace
  readonly arena: UnitArena
}

/** Where an edge has room: enough for that of its operations which needs most. */
export interface EdgeSlot {
  readonly maps: number
  readonly gradients: number
  /** slice address */
  readonly arena: number
}

/** The same for one operation, unit by unit. */
export interface ChainPlaces {
  readonly units: readonly UnitPlace[]
  /** of all units but the last, whose gradient is the node's */
  readonly gradients: readonly MapPlace[]
  readonly end: EdgeSlot
}

/** How an operation uses its edge's slot. */
export const chainPlaces = (units: readonly Unit[], slot: EdgeSlot, batch: number): ChainPlaces => {
  const maps = shelf(slot.maps)
  const gradients = shelf(slot.gradients)
  const arena = shelf(slot.arena)
  return {
    units: units.map((unit) => ({ map: takeMap(maps, unit.output, batch), arena: takeUnit(arena, unit) })),
    gradients: units.slice(0, -1).map(({ output }) => takeMap(gradients, output, batch)),
    end: { maps: maps.end(), gradients: gradients.end(), arena: arena.end() }
  }
}

const nothing: EdgeSlot = { maps: 0, gradients: 0, arena: 0 }

const needs = (candidate: Candidate, input: MapShape, batch: number): EdgeSlot => {
  if (candidate.type === "units") return chainPlaces(candidate.units, nothing, batch).end
  if (candidate.type === "none") return nothing
  const arena = shelf(0)
  takeAffine(arena, input.channels)
  return { ...nothing, arena: arena.end() }
}

/** The bytes of the worst case of each kind, over all operations that may stand on an edge. */
export const slotBytes = (candidates: readonly (Candidate | null)[], input: MapShape, batch: number): EdgeSlot =>
  candidates
    .filter((candidate) => candidate !== null)
    .map((candidate) => needs(candidate, input, batch))
    .reduce((most, own) => ({
      maps: Math.max(most.maps, own.maps),
      gradients: Math.max(most.gradients, own.gradients),
      arena: Math.max(most.arena, own.arena)
    }), nothing)
