import type { Channels } from "./channels.ts"

/** How a parameter's numbers are laid out for the kernels; the formats are those of `program/record.ts`. */
export type Packing =
  /** `[physical]`: gamma or beta of a normalisation */
  | { readonly form: "vector"; readonly channels: Channels }
  | { readonly form: "depthwise"; readonly channels: Channels; readonly taps: number }
  /** a convolution without groups: `taps * inputs` inputs, tap by tap */
  | { readonly form: "pointwise"; readonly inputs: Channels; readonly outputs: Channels; readonly taps: number }
  | { readonly form: "classifier"; readonly inputs: Channels; readonly classes: number }
  | { readonly form: "bias"; readonly classes: number }

/** Uniform in +-1 / sqrt(fanIn), PyTorch's default for convolutions and linear layers; or one number everywhere. */
export type Initial = { readonly fanIn: number } | { readonly constant: number }

/** A tensor of the network's weights. Its values are logical: in PyTorch's shape and order, without padded channels. */
export interface Parameter {
  /** e.g. `cells.3.edges.7.sep_conv_5x5.1.depthwise`; unique in its network */
  readonly name: string
  /** PyTorch's: `[C, 1, k, k]`, `[outputs, inputs, k, k]`, `[classes, C]` or `[C]` */
  readonly shape: readonly number[]
  readonly initial: Initial
  readonly packing: Packing
}

/** Logical numbers of a parameter. */
export const sizeOf = ({ shape }: Parameter): number => shape.reduce((product, length) => product * length, 1)

export const depthwiseParameter = (name: string, channels: Channels, kernel: number): Parameter => ({
  name,
  shape: [channels.logical, 1, kernel, kernel],
  initial: { fanIn: kernel * kernel },
  packing: { form: "depthwise", channels, taps: kernel * kernel }
})

export const convolutionParameter = (name: string, inputs: Channels, outputs: Channels, kernel = 1): Parameter => ({
  name,
  shape: [outputs.logical, inputs.logical, kernel, kernel],
  initial: { fanIn: inputs.logical * kernel * kernel },
  packing: { form: "pointwise", inputs, outputs, taps: kernel * kernel }
})

export const vectorParameter = (name: string, channels: Channels, constant: number): Parameter => ({
  name,
  shape: [channels.logical],
  initial: { constant },
  packing: { form: "vector", channels }
})

/** Weights and bias of a linear layer; both start within +-1 / sqrt(inputs). */
export const classifierParameters = (name: string, inputs: Channels, classes: number) => ({
  weight: {
    name: `${name}.weight`,
    shape: [classes, inputs.logical],
    initial: { fanIn: inputs.logical },
    packing: { form: "classifier", inputs, classes }
  } satisfies Parameter as Parameter,
  bias: {
    name: `${name}.bias`,
    shape: [classes],
    initial: { fanIn: inputs.logical },
    packing: { form: "bias", classes }
  } satisfies Parameter as Parameter
})
