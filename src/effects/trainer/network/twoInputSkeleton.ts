import { halves, join } from "./channels.ts"
import { centredWindow, slidOver } from "./featureMap.ts"
import type { MapShape } from "./featureMap.ts"
import type { NetworkShape } from "./networkShape.ts"
import type { Skeleton } from "./skeleton.ts"
import { searchedEdges } from "./searchedCell.ts"
import type { Stage, StageInput } from "./stage.ts"
import { factorisedUnit, pointwiseUnit, stemUnit } from "./unit.ts"
import type { Unit } from "./unit.ts"

const stemMultiplier = 3

/**
 * The super-network of DARTS (Liu et al., ICLR 2019), which the paper's section 3.1 searches in: L cells, each of which
 * reads the outputs of the two before it, and joins its nodes. Cells floor(L / 3) and floor(2 L / 3) halve the maps and
 * double the channels; they are of the space's second kind if it has one. Where both are the same cell (L = 1), it
 * reduces once.
 */
export const twoInputSkeleton = ({ space, channels, layers }: NetworkShape, images: MapShape): Skeleton => {
  const stem = stemUnit(images, stemMultiplier * channels)
  const reductions = [Math.floor(layers / 3), Math.floor((2 * layers) / 3)]
  const stages: Stage[] = []

  const input = (from: number, preprocess: (map: MapShape) => Unit): StageInput => {
    const unit = preprocess(from < 0 ? stem.output : stages[from].output)
    return { from: Math.max(from, -1), preprocess: unit, state: unit.output }
  }

  let width = channels
  for (let i = 0; i < layers; i++) {
    const name = `cells.${i}`
    const reduces = reductions.includes(i)
    if (reduces) width *= 2
    // After a reduction the output before the last one is still larger than the last one.
    const match = reductions.includes(i - 1) ? factorisedUnit : pointwiseUnit
    const inputs = [
      input(i - 2, (map) => match(`${name}.preprocess0`, map, width)),
      input(i - 1, (map) => pointwiseUnit(`${name}.preprocess1`, map, width))
    ]
    const states = inputs.map(({ state }) => state)
    const stride = reduces ? 2 : 1
    const node = slidOver(states[1], centredWindow(1, stride), halves(width))
    const kind = reduces ? space.cells.length - 1 : 0
    const { nodes } = space.cells[kind]
    stages.push({
      name,
      inputs,
      edges: searchedEdges(space, { name, kind, states, node, stride, normalisedPools: true }),
      nodes,
      node,
      gives: "all-nodes",
      output: { ...node, channels: join(Array.from({ length: nodes }, () => node.channels)) }
    })
  }
  return { stem, stages, lastNormalisation: null }
}
