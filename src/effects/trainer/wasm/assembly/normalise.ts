import { Record, Slice } from "./record"
import { loadPair, storePair, sumOfSlices } from "./sliceSums"

const epsilon: f64 = 1e-5
const runningShare: f64 = 0.1

/** The running mean and variance of two channels move towards those of the batch; the variance is the unbiased one. */
function moveRunning(address: usize, channelBytes: usize, mean: v128, variance: v128, count: f64): void {
  const kept = f64x2.splat(1 - runningShare), share = f64x2.splat(runningShare)
  const unbiased = f64x2.mul(variance, f64x2.splat(count > 1 ? count / (count - 1) : 1))
  storePair(address, f64x2.add(f64x2.mul(kept, loadPair(address)), f64x2.mul(share, mean)))
  const at = address + channelBytes
  storePair(at, f64x2.add(f64x2.mul(kept, loadPair(at)), f64x2.mul(share, unbiased)))
}

/** Two channels, the first of which is `channel`. */
function normalisePair(r: Record, s: Slice, channel: usize): void {
  const at = channel << 2, channelBytes = <usize>r.channels << 2
  let mean: v128, variance: v128
  if (r.relu == 1 && r.extra2 != 0) {
    mean = loadPair(<usize>r.extra2 + at)
    variance = loadPair(<usize>r.extra2 + channelBytes + at)
  } else {
    const count = <f64>s.batch * <f64>r.height * <f64>r.width, pixels = f64x2.splat(count)
    const sums = r.sums + (channel << 3)
    mean = f64x2.div(sumOfSlices(sums, s), pixels)
    const meanSquare = f64x2.div(sumOfSlices(sums + 2 * channelBytes, s), pixels)
    variance = f64x2.max(f64x2.sub(meanSquare, f64x2.mul(mean, mean)), f64x2.splat(0))
    if (r.accumulate == 1 && r.extra2 != 0 && s.index == 0) {
      moveRunning(<usize>r.extra2 + at, channelBytes, mean, variance, count)
    }
  }
  const one = f64x2.splat(1), scale = f64x2.splat(<f64>reinterpret<f32>(r.extra1))
  const inverse = f64x2.div(one, f64x2.sqrt(f64x2.add(variance, f64x2.splat(epsilon))))
  const gamma = r.depthwise != 0 ? loadPair(r.depthwise + at) : one
  const beta = r.pointwise != 0 ? loadPair(r.pointwise + at) : f64x2.splat(0)
  const slope = f64x2.mul(gamma, inverse)
  const affine = r.inputAffine + s.arena + at
  storePair(affine, f64x2.mul(scale, slope))
  storePair(affine + channelBytes, f64x2.mul(scale, f64x2.sub(beta, f64x2.mul(mean, slope))))
  if (r.output == 0) return
  storePair(r.output + s.arena + at, mean)
  storePair(r.output + s.arena + channelBytes + at, inverse)
}

/** Batch normalisation as an affine, from the sums of all slices. Every slice writes a copy of its own. */
export function normalise(r: Record, s: Slice): void {
  for (let channel: usize = 0; channel < <usize>r.channels; channel += 2) normalisePair(r, s, channel)
}
