import { halves } from "./channels.ts"
import { centredWindow, tilingWindow } from "./featureMap.ts"
import type { MapShape } from "./featureMap.ts"
import type { NetworkShape } from "./networkShape.ts"
import type { Skeleton } from "./skeleton.ts"
import { convolutionParameter } from "./parameter.ts"
import { searchedEdges } from "./searchedCell.ts"
import type { Stage } from "./stage.ts"
import { affineNormalisation, denseUnit, pointwiseUnit, poolUnit, stemUnit } from "./unit.ts"
import type { Unit } from "./unit.ts"

const named = (unit: Unit, name: string): Unit =>
  ({ ...unit, pointwise: unit.pointwise.map((parameter) => ({ ...parameter, name })) })

/** A 1x1 convolution alone, without ReLU and BN. */
const bare = (name: string, input: MapShape, channels: number): Unit => ({
  ...pointwiseUnit(name, input, channels),
  relu: false,
  pointwise: [convolutionParameter(name, input.channels, halves(channels))],
  normalisation: null
})

/**
 * A residual block of stride 2: twice [ReLU, 3x3 convolution, BN], added to a 2x2 average pool and a 1x1 convolution.
 * (At odd sizes the pool's last window hangs over the edge, so that both paths give the same size: our choice.)
 */
const residual = (name: string, from: number, input: MapShape, channels: number): Stage => {
  const first = denseUnit(`${name}.first`, input, channels, centredWindow(3, 2))
  const second = denseUnit(`${name}.second`, first.output, channels, centredWindow(3, 1))
  const pool = poolUnit("averagePool", input, tilingWindow(2), null)
  const shortcut = bare(`${name}.shortcut`, pool.output, channels)
  const chains = [[named(first, `${name}.first`), named(second, `${name}.second`)], [pool, shortcut]]
  return {
    name,
    inputs: [{ from, preprocess: null, state: input }],
    edges: chains.map((units) => ({ from: 0, to: 1, choice: null, candidates: [{ type: "units", units }] })),
    nodes: 1,
    node: second.output,
    gives: "last-node",
    output: second.output
  }
}

/**
 * The macro network of NAS-Bench-201 (Dong and Yang, ICLR 2020): L cells of one input in a row, a residual block that
 * halves the maps and doubles the channels before cells floor(L / 3) and floor(2 L / 3) (one block where these are the
 * same), at the end BN and ReLU. Pools have no BN. BN in residual blocks has no affine parameters here (our choice, as
 * in all cells of the super-network).
 */
export const oneInputSkeleton = ({ space, channels, layers }: NetworkShape, images: MapShape): Skeleton => {
  const stem = stemUnit(images, channels)
  const residuals = [Math.floor(layers / 3), Math.floor((2 * layers) / 3)]
  const stages: Stage[] = []
  let width = channels
  let map = stem.output
  const add = (stage: Stage): void => {
    stages.push(stage)
    map = stage.output
  }
  let blocks = 0
  for (let i = 0; i < layers; i++) {
    if (residuals.includes(i)) {
      width *= 2
      add(residual(`residuals.${blocks++}`, stages.length - 1, map, width))
    }
    const name = `cells.${i}`
    add({
      name,
      inputs: [{ from: stages.length - 1, preprocess: null, state: map }],
      edges: searchedEdges(space, { name, kind: 0, states: [map], node: map, stride: 1, normalisedPools: false }),
      nodes: space.cells[0].nodes,
      node: map,
      gives: "last-node",
      output: map
    })
  }
  return { stem, stages, lastNormalisation: affineNormalisation("normalisation", map.channels) }
}
