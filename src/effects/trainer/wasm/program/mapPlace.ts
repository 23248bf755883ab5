import type { MapShape } from "../../network/featureMap.ts"
import { mapBytes } from "../../network/featureMap.ts"
import type { Shelf } from "./shelf.ts"

/** Where the maps of a batch lie: the first image's, and how many bytes further on the next one's. */
export interface MapPlace {
  readonly address: number
  readonly stride: number
}

/** Room for a map of each of `batch` images. */
export const takeMap = (maps: Shelf, shape: MapShape, batch: number): MapPlace => {
  const stride = mapBytes(shape)
  return { address: maps.take(batch * stride), stride }
}

/** Part `index` of maps that lie joined in a wider one. */
export const partOf = (whole: MapPlace, part: MapShape, index: number): MapPlace =>
  ({ address: whole.address + index * mapBytes(part), stride: whole.stride })
