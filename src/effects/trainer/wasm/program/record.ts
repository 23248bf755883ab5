/**
 * A program is a flat list of records of 32 words (128 bytes) each. Every worker thread walks the whole list, for its
 * own slices of the batch; `assembly/record.ts` names the same words in the same order, and a test holds the two equal.
 *
 * Words are int32 unless the comment says f32. Addresses are bytes into the shared memory. "Slice address" means: the
 * address in the arena of slice 0; that of slice s is `s * arenaBytes` further on.
 *
 * A feature map lies as `[image][quad][height][width][4]` float32, a quad being four channels; `...Stride` is the
 * distance from one image to the next in bytes, so that a map may be a part of a wider one (the nodes of a cell's output).
 */
export const recordFields = [
  "kind",
  /** the map that is read, before its affine: value = a x + b, channel by channel */
  "input", "inputStride",
  /** slice address of `[a: channels][b: channels]` */
  "inputAffine",
  /** 1: max(0, a x + b) is read */
  "relu",
  /** channels of the input (a multiple of 4), its height and width */
  "channels", "height", "width",
  /** window size, dilation, stride and padding of a convolution or pool */
  "kernel", "dilation", "stride", "padding",
  /** packed weights */
  "depthwise", "pointwise",
  /** the same, prepared for the backward pass: depthwise with its window turned by 180 degrees, pointwise transposed */
  "depthwiseTurned", "pointwiseTransposed",
  /** the map that is written, before its own normalisation: contiguous, its channels, height and width */
  "output", "outputStride", "outputChannels", "outputHeight", "outputWidth",
  /** slice address of f64 `[sum: channels][sum of squares or products: channels]`; 0: none wanted */
  "sums",
  /** the gradient of the loss by the normalised output that consumers see */
  "gradient", "gradientStride",
  /** slice address of `[A][B][C]`: the gradient by the raw output y is A gradient + B y + C */
  "coefficients",
  /** the gradient by the normalised input that this record gives; added to what is there where `accumulate` is 1 */
  "inputGradient", "inputGradientStride", "accumulate",
  /** slice addresses of the weights' gradients, packed like the weights */
  "depthwiseGradient", "pointwiseGradient",
  /** by kind: see `recordKinds` */
  "extra1", "extra2"
] as const

export type RecordField = (typeof recordFields)[number]

export const recordWords = 32
export const recordBytes = 4 * recordWords

/**
 * The kinds of records. "sums" of a forward record are `sum y` and `sum y^2` over the slice's images and all pixels of
 * each output channel (around the first pixel of each plane, so that float32 does not lose a small variance), zeroed
 * first; 0: not wanted.
 *
 * Number 0 ends a phase: no thread goes on before all have come here. Within a phase records run in order for each slice.
 */
export const recordKinds = [
  "barrier",
  /** relu(affine(input)), depthwise convolution, pointwise convolution -> output, sums */
  "separable",
  /** relu(affine(input)) if `relu`, 1x1 convolution at stride 1 -> output, sums */
  "pointwise",
  /**
   * Factorised reduction: relu(affine(input)); even pixels (0, 0), (0, 2), ... to the first half of the output channels,
   * odd pixels (1, 1), (1, 3), ... to the second half, each by a 1x1 convolution. The two weight blocks
   * `[channels -> outputChannels / 2]` lie one behind the other in `pointwise`. Where height or width is odd, the odd
   * pixels beyond the edge are 0.
   */
  "factorised",
  /** relu(affine(input)) if `relu`, K x K dense convolution -> output, sums. `pointwise` has inputs tap by tap: (tap, channel) */
  "dense",
  /** max over the window of affine(input), padding never wins -> output, sums */
  "maxPool",
  /** mean over the part of the window that lies inside the map, of affine(input) -> output, sums */
  "averagePool",
  /**
   * Batch normalisation's affine, after a barrier: from the sums of all slices in order, `inputAffine` (written, slice
   * address) becomes a = scale gamma / sqrt(variance + 1e-5), b = scale (beta - mean gamma / sqrt(variance + 1e-5)).
   * Words: channels; sums; depthwise = address of gamma, pointwise = address of beta (0: 1 and 0); extra1 = scale (f32), the
   * soft weight of the operation; height x width = pixels of an image; output = slice address of f32 `[mean][inverse
   * deviation]` that the backward pass reads (0: none); extra2 = address of the running `[mean][variance]` f32, moved by
   * 0.1 towards those of the batch (variance unbiased) by slice 0 when `accumulate` is 1, used in place of the batch's
   * where `relu` is 1; 0: none.
   */
  "normalise",
  /** Writes `inputAffine` = [a = extra1 (f32)][b = 0] and, if not 0, `coefficients` = [A = extra1][B = 0][C = 0] for `channels` */
  "constantAffine",
  /**
   * A node: the map `input` (here the one that is written) = sum of affine(term), in order; added to what is there where
   * `accumulate` is 1. channels, height, width are its size; `kernel` = number of terms (0 writes zeros), up to 6,
   * each three words from `dilation` on: address, stride, slice address of its affine.
   */
  "sum",
  /** Sums for a normalisation's backward pass: `sum g`, `sum g y` of gradient and output. Zeroed first. */
  "gradientSums",
  /**
   * After a barrier: `coefficients` from the sums (of all slices), `output` (the `[mean][inverse deviation]` of
   * "normalise"), depthwise = address of gamma or 0, extra1 = scale (f32), height x width = pixels. Slice 0 writes the
   * gradients by gamma and beta to depthwiseGradient and pointwiseGradient (slice addresses, 0: none), other slices write zeros.
   */
  "normaliseBackward",
  /**
   * Each backward record gives inputGradient and the weights' gradients of its slice (zeroed first), and where `sums` is
   * not 0 the sums `sum g`, `sum g x` of what it wrote against its raw input, as "gradientSums" would for the input's own
   * normalisation (only where accumulate is 0).
   */
  "separableBackward",
  "pointwiseBackward",
  "factorisedBackward",
  /** inputGradient 0: the input needs none (the images) */
  "denseBackward",
  "maxPoolBackward",
  "averagePoolBackward",
  /** inputGradient (+)= extra1 (f32) * gradient, over channels, height, width: the skip connection */
  "scaledCopy",
  /** inputGradient = 0 over channels, height, width */
  "zero",
  /**
   * Global average pooling of (relu of) affine(input), linear layer, softmax cross-entropy. pointwise = weights
   * `[classes][channels]` f32, depthwise = bias `[classes]`; kernel = classes; dilation = address of the labels (int32, one an image);
   * extra1 = slice address of f64 [sum of losses, images classified rightly]. Where `inputGradient` is not 0: the gradients
   * of the batch's mean loss by the input (through the affine's relu), pointwiseGradient and depthwiseGradient.
   * Rightly: the largest logit is the label's, the first one where several are equal.
   */
  "head",
  /** `kernel` parameters from `input` on: turns and transposes their weights for the backward pass. See `parameterWords` */
  "prepare",
  /** Adds the slices' gradients into slice 0's in order, and writes each slice's part of the squared norm, f64, to slice address extra1 */
  "gradientNorm",
  /**
   * SGD over the same list: g = gradient * min(1, clip / (norm + 1e-6)) + decay * w; m = momentum * m + g; w -= rate * m.
   * f32 words: dilation = rate, stride = momentum, padding = decay, extra2 = clip; extra1 as above.
   */
  "descend"
] as const

export type RecordKind = (typeof recordKinds)[number]

/** A record under construction: what is not named is 0. f32 words are given as numbers in `floats`. */
export interface ProgramRecord {
  readonly kind: RecordKind
  readonly words: { readonly [F in Exclude<RecordField, "kind">]?: number }
  readonly floats?: { readonly [F in Exclude<RecordField, "kind">]?: number }
}

/**
 * Packed weights. Depthwise: `[quads][taps][4]`. Pointwise, `inputs -> outputs`: blocks of eight outputs
 * `[outputs / 8][inputs][8]`, then, where outputs is 4 more than a multiple of 8, one `[inputs][4]`. Transposed: the same of
 * `outputs -> inputs`. Inputs and outputs are multiples of 4.
 *
 * An entry of the parameter list that "prepare", "gradientNorm" and "descend" walk: 8 words each.
 * form 0: only descend; 1: depthwise `[quads][kernel * kernel][4]`; 2: pointwise `inputs -> outputs` (one block);
 * 3: two pointwise blocks one behind the other, each `inputs -> outputs`.
 * `length` in floats, a multiple of 4. For form 1 `inputs` is the number of taps and `outputs` that of channels.
 */
export const parameterWords = ["weights", "gradient", "momentum", "length", "form", "inputs", "outputs", "prepared"] as const
