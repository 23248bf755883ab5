import { mapBytes } from "../../network/featureMap.ts"
import type { MapShape } from "../../network/featureMap.ts"
import type { Network } from "../../network/network.ts"
import type { Buffer, Placement } from "./lifetimes.ts"
import type { MapPlace } from "./mapPlace.ts"
import { wholeLines } from "./shelf.ts"
import { activations, innerGradients } from "./stageMaps.ts"
import type { Activations, InnerGradients } from "./stageMaps.ts"

/** Where all maps of a network and their gradients lie. */
export interface MapPlan {
  readonly images: MapPlace
  readonly stem: MapPlace
  readonly stemGradient: MapPlace
  readonly stages: readonly {
    readonly activations: Activations
    readonly inner: InnerGradients
    readonly outputGradient: MapPlace
  }[]
  /** by the output of the last normalisation; null: the network has none */
  readonly lastGradient: MapPlace | null
  readonly bytes: number
}

type Lifetime = Pick<Buffer, "from" | "until">

/**
 * Moments of a program, for the lifetimes of maps: the forward pass and the head are moment 0, the backward passes of
 * the last normalisation, of the last stage, ... and of the stem (stage -1) follow one by one. A stage may begin while
 * the one after it still works, so whatever a stage reads is kept for one moment more; `compile` sees to it that stages
 * two apart are never at work together.
 */
const moments = ({ stages }: Network) => {
  const backward = (stage: number): number => 1 + stages.length - stage
  return {
    /** from the forward pass on, until the stage's backward pass is done */
    activations: (stage: number) => ({ from: 0, until: backward(stage) + 1 }),
    inner: (stage: number) => ({ from: backward(stage), until: backward(stage) + 1 }),
    /** from the backward pass of the last stage that reads it */
    outputGradient: (stage: number) => {
      const readers = stages.flatMap(({ inputs }, reader) =>
        (inputs.some(({ from }) => from === stage) ? [reader] : []))
      return { from: readers.length === 0 ? 0 : backward(Math.max(...readers)), until: backward(stage) + 1 }
    },
    lastGradient: { from: 0, until: backward(stages.length) + 1 }
  }
}

/** Maps of `batch` images from `start` on; those that are never in use at the same moment share memory by `place`. */
export const planMaps = (
  network: Network, batch: number, start: number, place: (buffers: readonly Buffer[]) => Placement
): MapPlan => {
  const { images, stem, stages, lastNormalisation, classifier } = network
  const when = moments(network)
  const buffers: Buffer[] = []
  const need = (bytes: number, lifetime: Lifetime): number => buffers.push({ bytes, ...lifetime }) - 1
  const needMap = (shape: MapShape, lifetime: Lifetime): number => need(wholeLines(batch * mapBytes(shape)), lifetime)

  const imagesBuffer = needMap(images, when.activations(-1))
  const stemBuffer = needMap(stem.output, when.activations(-1))
  const stemGradientBuffer = needMap(stem.output, when.outputGradient(-1))
  const stageBuffers = stages.map((stage, s) => ({
    activations: need(activations(stage, batch, 0).end, when.activations(s)),
    inner: need(innerGradients(stage, batch, 0).end, when.inner(s)),
    outputGradient: needMap(stage.output, when.outputGradient(s))
  }))
  const lastBuffer = lastNormalisation === null ? null : needMap(classifier.input, when.lastGradient)

  const { offsets, bytes } = place(buffers)
  const at = (buffer: number): number => start + offsets[buffer]
  const mapAt = (buffer: number, shape: MapShape): MapPlace => ({ address: at(buffer), stride: mapBytes(shape) })
  return {
    images: mapAt(imagesBuffer, images),
    stem: mapAt(stemBuffer, stem.output),
    stemGradient: mapAt(stemGradientBuffer, stem.output),
    stages: stages.map((stage, s) => ({
      activations: activations(stage, batch, at(stageBuffers[s].activations)),
      inner: innerGradients(stage, batch, at(stageBuffers[s].inner)),
      outputGradient: mapAt(stageBuffers[s].outputGradient, stage.output)
    })),
    lastGradient: lastBuffer === null ? null : mapAt(lastBuffer, classifier.input),
    bytes
  }
}
