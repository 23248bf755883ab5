import { readFileSync } from "node:fs"
import type { Architecture } from "../../../../src/core/architecture/architecture.ts"
import type { Space } from "../../../../src/core/architecture/space.ts"
import type { NetworkShape } from "../../../../src/effects/trainer/network/networkShape.ts"

/** What scripts/networkReferences.py recorded. Tensors are float32, base64. */
const read = <Records>(name: string): Records =>
  JSON.parse(readFileSync(new URL(`../references/${name}.json`, import.meta.url), "utf8"))

export const unpacked = (base64: string): Float32Array => {
  const bytes = Buffer.from(base64, "base64")
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i))
}

export interface OperationRecord {
  readonly name: string
  readonly kind: string
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  readonly factors: readonly number[]
  readonly shapes: { readonly [tensor: string]: readonly number[] }
  readonly outputShape: readonly number[]
  readonly output: string
  readonly gradients: { readonly [tensor: string]: string }
}

interface NetworkRecord {
  readonly name: string
  readonly space: Space
  readonly channels: number
  readonly layers: number
  readonly classes: number
  /** `[images, channels, height, width]` */
  readonly images: readonly number[]
  /** what the images are hashed from, in a curve followed by the step modulo 3 */
  readonly batch: string
}

/** A loss and all its gradients, computed in float64; what PyTorch's float32 makes of them. */
export interface StepRecord extends NetworkRecord {
  readonly architecture: Architecture
  readonly loss: number
  readonly norm: number
  readonly float32: { readonly loss: number; readonly worstGradientDeviation: number }
}

export interface CurveRecord extends NetworkRecord {
  readonly architectures: readonly Architecture[]
  readonly losses: readonly number[]
  readonly float32: readonly number[]
}

export const operationRecords = read<readonly OperationRecord[]>("operations")

/** Gradients in full. */
export const stepRecords =
  read<readonly (StepRecord & { readonly gradients: { readonly [name: string]: string } })[]>("steps")

/** Networks of the paper's depth. Of each gradient its norm and its inner product with a hashed tensor. */
export const deepRecords = read<readonly (StepRecord & {
  /** how far a float32 run may be from it: see the script on kinks */
  readonly within: number
  readonly gradients: { readonly [name: string]: readonly [norm: number, projection: number] }
})[]>("deepSteps")

export const curveRecords = read<readonly CurveRecord[]>("curves")

export const networkShape = ({ space, channels, layers, classes, images }: NetworkRecord): NetworkShape =>
  ({ space, channels, layers, classes, image: { channels: images[1], height: images[2], width: images[3] } })
