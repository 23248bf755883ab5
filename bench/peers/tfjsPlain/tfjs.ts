import { loadTfjs } from "../../../src/effects/trainer/tensorflow/session/tfjs.ts"

/** A tensor of the package. */
export interface Tensor {
  readonly shape: readonly number[]
  readonly dataSync: () => Float32Array | Int32Array
  readonly dispose: () => void
}

type Sizes = readonly number[]
type Binary = (a: Tensor | number, b: Tensor | number) => Tensor

/** The operations of the package that the peer is written in. */
export interface Tfjs {
  readonly tensor: (values: Float32Array | Int32Array, shape: Sizes, type?: "int32") => Tensor
  readonly scalar: (value: number) => Tensor
  readonly zeros: (shape: Sizes) => Tensor
  readonly ones: (shape: Sizes) => Tensor
  readonly add: Binary
  readonly sub: Binary
  readonly mul: Binary
  readonly div: Binary
  readonly minimum: Binary
  readonly addN: (parts: readonly Tensor[]) => Tensor
  readonly square: (x: Tensor) => Tensor
  readonly sqrt: (x: Tensor) => Tensor
  readonly sum: (x: Tensor) => Tensor
  readonly mean: (x: Tensor, axes: Sizes) => Tensor
  readonly relu: (x: Tensor) => Tensor
  readonly reshape: (x: Tensor, shape: Sizes) => Tensor
  readonly pad: (x: Tensor, paddings: readonly Sizes[], value?: number) => Tensor
  readonly slice: (x: Tensor, begin: Sizes, size: Sizes) => Tensor
  readonly concat: (parts: readonly Tensor[], axis: number) => Tensor
  readonly conv2d: (x: Tensor, kernel: Tensor, stride: number, padding: "same" | "valid") => Tensor
  readonly depthwiseConv2d: (x: Tensor, kernel: Tensor, stride: number, padding: "same" | "valid") => Tensor
  readonly maxPool: (x: Tensor, size: number, stride: number, padding: "same" | "valid") => Tensor
  readonly avgPool: (x: Tensor, size: number, stride: number, padding: "same" | "valid") => Tensor
  readonly moments: (x: Tensor, axes: Sizes) => { readonly mean: Tensor; readonly variance: Tensor }
  readonly rsqrt: (x: Tensor) => Tensor
  readonly matMul: (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean) => Tensor
  readonly oneHot: (labels: Tensor, depth: number) => Tensor
  readonly losses: { readonly softmaxCrossEntropy: (labels: Tensor, logits: Tensor) => Tensor }
  readonly valueAndGrads: (f: (...inputs: readonly Tensor[]) => Tensor) =>
    (inputs: readonly Tensor[]) => { readonly value: Tensor; readonly grads: readonly (Tensor | undefined)[] }
  readonly tidy: <A>(f: () => A) => A
  readonly keep: (x: Tensor) => Tensor
  readonly backend: () => {
    readonly executeSingleInput: (operation: string, x: Tensor) => Tensor
  }
}

/** The package that our engine takes its binding from. */
export const loadPlain = (packageFolder: string): Tfjs => loadTfjs(packageFolder) as unknown as Tfjs
