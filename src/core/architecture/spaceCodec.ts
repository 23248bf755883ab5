import * as t from "io-ts"
import { Natural, PositiveInteger } from "../codec/finite.ts"
import type { Space } from "./space.ts"

const Edge = t.exact(t.intersection([
  t.type({ from: Natural, to: Natural }),
  t.partial({ operations: t.readonlyArray(t.string) })
]))

const Cell = t.strict({
  name: t.string,
  inputs: PositiveInteger,
  nodes: PositiveInteger,
  edges: t.readonlyArray(Edge)
})

/** The shape of a space. Whether its edges are possible is checked by `checkSpace`. */
export const SpaceCodec: t.Type<Space, unknown> = t.strict({
  name: t.string,
  operations: t.readonlyArray(t.string),
  cells: t.readonlyArray(Cell),
  derivation: t.keyof({ "two-inputs": null, "every-edge": null, "no-genotype": null })
}, "Space")
