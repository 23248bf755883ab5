import { Record, Slice } from "./record"
import { loadPair, storePair, sumOfSlices } from "./sliceSums"

/**
 * Two channels. With h = (y - mean) inverse, n pixels and z = scale (gamma h + beta):
 * dL/dy = scale gamma inverse (g - (sum of g) / n - h (sum of g h) / n) = A g + B y + C.
 */
function backwardPair(r: Record, s: Slice, channel: usize): void {
  const at = channel << 2, channelBytes = <usize>r.channels << 2
  const pixels = f64x2.splat(<f64>s.batch * <f64>r.height * <f64>r.width)
  const scale = f64x2.splat(<f64>reinterpret<f32>(r.extra1))
  const mean = loadPair(r.output + s.arena + at), inverse = loadPair(r.output + s.arena + channelBytes + at)
  const gamma = r.depthwise != 0 ? loadPair(r.depthwise + at) : f64x2.splat(1)
  const sums = r.sums + (channel << 3)
  const sum = sumOfSlices(sums, s), products = sumOfSlices(sums + 2 * channelBytes, s)
  const normalised = f64x2.mul(inverse, f64x2.sub(products, f64x2.mul(mean, sum)))

  const a = f64x2.mul(scale, f64x2.mul(gamma, inverse))
  const slope = f64x2.mul(inverse, f64x2.div(normalised, pixels))
  const b = f64x2.neg(f64x2.mul(a, slope))
  const c = f64x2.mul(a, f64x2.sub(f64x2.mul(mean, slope), f64x2.div(sum, pixels)))
  const coefficients = r.coefficients + s.arena + at
  storePair(coefficients, a)
  storePair(coefficients + channelBytes, b)
  storePair(coefficients + 2 * channelBytes, c)

  const isFirst = s.index == 0, none = f64x2.splat(0)
  if (r.depthwiseGradient != 0) {
    storePair(r.depthwiseGradient + s.arena + at, isFirst ? f64x2.mul(scale, normalised) : none)
  }
  if (r.pointwiseGradient != 0) {
    storePair(r.pointwiseGradient + s.arena + at, isFirst ? f64x2.mul(scale, sum) : none)
  }
}

/** Batch normalisation's backward pass, from the sums of all slices. Every slice writes coefficients of its own. */
export function normaliseBackward(r: Record, s: Slice): void {
  for (let channel: usize = 0; channel < <usize>r.channels; channel += 2) backwardPair(r, s, channel)
}
