import type { NetworkShape } from "../network/networkShape.ts"
import type { Choice } from "./cell.ts"
import { rightlyClassified } from "./classifier.ts"
import { crossEntropyOf, globalAverageOf, linearOf } from "./layers.ts"
import { superNetworkMaps } from "./superNetwork.ts"
import { newTape } from "./tape.ts"
import type { Traced } from "./tape.ts"
import type { Tensor } from "./tensor.ts"

export interface ReferenceStep {
  /** the batch's mean cross-entropy */
  readonly loss: number
  /** images classified rightly */
  readonly right: number
  /** by name, of the weights that the sampled sub-network has; all others are left as they are by a step */
  readonly gradients: ReadonlyMap<string, Tensor>
}

/**
 * The loss of a batch under the sampled sub-network and its gradients, in float64 and without any haste: the readable
 * form of what the engine computes, operation by operation (DARTS, Liu et al. 2019; Dong and Yang 2020). `parameters`
 * gives the weights by name and PyTorch's shape; `images` is `[images, channels, height, width]`.
 */
export const referenceStep = (
  network: NetworkShape, choice: Choice, parameters: (name: string, shape: readonly number[]) => Tensor,
  images: Tensor, labels: ArrayLike<number>
): ReferenceStep => {
  const tape = newTape()
  const used = new Map<string, Traced>()
  const parameter = (name: string, shape: readonly number[]): Traced => {
    const traced = tape.leaf(parameters(name, shape))
    used.set(name, traced)
    return traced
  }
  const pass = { tape, parameter }
  const maps = superNetworkMaps(pass, network, choice, tape.leaf(images))
  const logits = linearOf(pass, "classifier", globalAverageOf(pass, maps), network.classes)
  const loss = crossEntropyOf(pass, logits, labels)
  tape.backward(loss, { shape: [1], data: Float64Array.of(1) })
  return {
    loss: loss.value.data[0],
    right: rightlyClassified(logits.value, labels),
    gradients: new Map([...used].map(([name, { gradient }]) => [name, gradient]))
  }
}
