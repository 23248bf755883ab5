import type { ImageSet } from "./imageData.ts"

/** Mean and standard deviation of each channel, `[channels]`, in units of 0 to 255. */
export interface Normalisation {
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

/**
 * Of all pixels of the training set that is used, both halves of it. Sums and sums of squares are exact integers; a channel
 * that never changes has deviation 1.
 */
export const normalisationOf = ({ count, pixels }: ImageSet, channels: number): Normalisation => {
  const plane = pixels.length / count / channels
  const mean = new Float64Array(channels)
  const deviation = new Float64Array(channels)
  const tally = new Float64Array(256)
  for (let c = 0; c < channels; c++) {
    tally.fill(0)
    for (let image = 0; image < count; image++) {
      const start = (image * channels + c) * plane
      for (let i = start; i < start + plane; i++) tally[pixels[i]!] = tally[pixels[i]!]! + 1
    }
    let sum = 0
    let squares = 0
    for (let level = 0; level < 256; level++) {
      sum += level * tally[level]!
      squares += level * level * tally[level]!
    }
    mean[c] = sum / (count * plane)
    const variance = squares / (count * plane) - mean[c]! * mean[c]!
    deviation[c] = variance > 0 ? Math.sqrt(variance) : 1
  }
  return { mean, deviation }
}

/** What each level of each channel is normalised to, `[channels, 256]`: (level - mean) / deviation, rounded to float32. */
export const normalisedLevels = ({ mean, deviation }: Normalisation): Float32Array => {
  const levels = new Float32Array(256 * mean.length)
  for (let c = 0; c < mean.length; c++) {
    for (let level = 0; level < 256; level++) levels[256 * c + level] = (level - mean[c]!) / deviation[c]!
  }
  return levels
}
