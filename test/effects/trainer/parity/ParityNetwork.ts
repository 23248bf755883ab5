import type { Choice } from "../../../../src/effects/trainer/reference/cell.ts"
import type { NetworkShape } from "../../../../src/effects/trainer/network/networkShape.ts"
import type { Batch } from "../reference/hashed.ts"

export interface StepResult {
  /** the batch's mean loss */
  readonly loss: number
  /** images classified rightly */
  readonly right: number
}

export interface GradientResult extends StepResult {
  readonly gradients: ReadonlyMap<string, Float32Array>
}

type Soon<A> = A | Promise<A>

/** An engine's super-network, as the tests of parity see every engine. */
export interface ParityNetwork {
  readonly setParameters: (values: (name: string, shape: readonly number[]) => ArrayLike<number>) => Soon<void>
  readonly parameters: () => Soon<ReadonlyMap<string, Float32Array>>
  /** loss and gradients by name, the weights staying as they are */
  readonly gradients: (choice: Choice, batch: Batch) => Soon<GradientResult>
  /** one step of SGD with momentum 0.9, decay 3e-4, clip 5 */
  readonly descend: (choice: Choice, batch: Batch, learningRate: number) => Soon<StepResult>
}

/** Makes one for batches of up to `batch` images. */
export type OpenNetwork = (shape: NetworkShape, batch: number) => ParityNetwork
