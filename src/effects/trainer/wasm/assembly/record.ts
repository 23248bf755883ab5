/** The words of a record, as `program/record.ts` describes them: the same names in the same order. */
@unmanaged
export class Record {
  kind: i32
  input: usize
  inputStride: i32
  inputAffine: usize
  relu: i32
  channels: i32
  height: i32
  width: i32
  kernel: i32
  dilation: i32
  stride: i32
  padding: i32
  depthwise: usize
  pointwise: usize
  depthwiseTurned: usize
  pointwiseTransposed: usize
  output: usize
  outputStride: i32
  outputChannels: i32
  outputHeight: i32
  outputWidth: i32
  sums: usize
  gradient: usize
  gradientStride: i32
  coefficients: usize
  inputGradient: usize
  inputGradientStride: i32
  accumulate: i32
  depthwiseGradient: usize
  pointwiseGradient: usize
  extra1: i32
  extra2: i32
}

/** The part of the batch that one call works on. */
@unmanaged
export class Slice {
  /** first image, and the one after the last */
  first: i32
  end: i32
  /** what to add to a slice address */
  arena: usize
  /** scratch of the running thread */
  scratch: usize
  /** images of the whole batch; the slices that it is cut into, and which of them this is */
  batch: i32
  index: i32
  count: i32
  /** from one slice's arena to the next */
  arenaBytes: i32
}
