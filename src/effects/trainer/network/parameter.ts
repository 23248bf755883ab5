import type { Channels } from "./channels.ts"

/** What a parameter is to its layer: what an engine chooses its layout by. */
export type ParameterForm =
  /** gamma or beta of a normalisation */
  | { readonly kind: "vector"; readonly channels: Channels }
  | { readonly kind: "depthwise"; readonly channels: Channels; readonly taps: number }
  /** a convolution without groups: `taps * inputs` inputs, tap by tap */
  | { readonly kind: "pointwise"; readonly inputs: Channels; readonly outputs: Channels; readonly taps: number }
  | { readonly kind: "classifier"; readonly inputs: Channels; readonly classes: number }
  | { readonly kind: "bias"; readonly classes: number }

/** Uniform in +-1 / sqrt(fanIn), PyTorch's default for convolutions and linear layers; or one number everywhere. */
export type Initial = { readonly fanIn: number } | { readonly constant: number }

/** A tensor of the network's weights. Its values are logical: in PyTorch's shape and order, without padded channels. */
export interface Parameter {
  /** e.g. `cells.3.edges.7.sep_conv_5x5.1.depthwise`; unique in its network */
  readonly name: string
  /** PyTorch's: `[C, 1, k, k]`, `[outputs, inputs, k, k]`, `[classes, C]` or `[C]` */
  readonly shape: readonly number[]
  readonly initial: Initial
  readonly form: ParameterForm
}

/** Logical numbers of a parameter. */
export const sizeOf = ({ shape }: Parameter): number => shape.reduce((product, length) => product * length, 1)

export const depthwiseParameter = (name: string, channels: Channels, kernel: number): Parameter => ({
  name,
  shape: [channels.logical, 1, kernel, kernel],
  initial: { fanIn: kernel * kernel },
  form: { kind: "depthwise", channels, taps: kernel * kernel }
})

export const convolutionParameter = (name: string, inputs: Channels, outputs: Channels, kernel = 1): Parameter => ({
  name,
  shape: [outputs.logical, inputs.logical, kernel, kernel],
  initial: { fanIn: inputs.logical * kernel * kernel },
  form: { kind: "pointwise", inputs, outputs, taps: kernel * kernel }
})

export const vectorParameter = (name: string, channels: Channels, constant: number): Parameter => ({
  name,
  shape: [channels.logical],
  initial: { constant },
  form: { kind: "vector", channels }
})

/** Weights and bias of a linear layer; both start within +-1 / sqrt(inputs). */
export const classifierParameters = (name: string, inputs: Channels, classes: number) => ({
  weight: {
    name: `${name}.weight`,
    shape: [classes, inputs.logical],
    initial: { fanIn: inputs.logical },
    form: { kind: "classifier", inputs, classes }
  } satisfies Parameter as Parameter,
  bias: {
    name: `${name}.bias`,
    shape: [classes],
    initial: { fanIn: inputs.logical },
    form: { kind: "bias", classes }
  } satisfies Parameter as Parameter
})
