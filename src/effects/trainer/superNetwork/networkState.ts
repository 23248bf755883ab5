/** All that training changes, by name, as logical values (PyTorch's shapes and order, no padded channels). */
export interface NetworkState {
  readonly weights: ReadonlyMap<string, Float32Array>
  /** of SGD; a parameter that was never trained may be left out */
  readonly momentum: ReadonlyMap<string, Float32Array>
  /** means and variances that batch normalisation keeps, by the name of the normalisation */
  readonly running: ReadonlyMap<string, RunningStatistics>
}

export interface RunningStatistics {
  readonly mean: Float32Array
  readonly variance: Float32Array
}

/** Before any training: mean 0, variance 1. */
export const initialStatistics = (channels: number): RunningStatistics =>
  ({ mean: new Float32Array(channels), variance: new Float32Array(channels).fill(1) })
