import { exp } from "./exp"
import { globalAverage, globalAverageBackward } from "./globalAverage"
import { log } from "./log"
import { Record, Slice } from "./record"
import { fill, multiplyAdd, zero } from "./vector"

/** The linear layer, into float32 `[classes]`. */
function logitsOf(features: usize, weights: usize, bias: usize, channels: i32, classes: i32, logits: usize): void {
  const channelBytes = <usize>channels << 2
  for (let index = 0; index < classes; index++, bias += 4, logits += 4) {
    let sums = zero()
    for (let c: usize = 0; c < channelBytes; c += 16) {
      sums = multiplyAdd(sums, v128.load(features + c), v128.load(weights + c))
    }
    weights += channelBytes
    store<f32>(logits, load<f32>(bias) + (
      (f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1))
      + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
    ))
  }
}

@inline
function logit(logits: usize, index: i32): f64 {
  return <f64>load<f32>(logits + (<usize>index << 2))
}

function largest(logits: usize, classes: i32): f64 {
  let most = logit(logits, 0)
  for (let index = 1; index < classes; index++) most = max<f64>(most, logit(logits, index))
  return most
}

/** Whether the label's logit is the largest, the first one where several are equal. Never where it is not a number. */
function isRight(logits: usize, classes: i32, label: i32): bool {
  const own = logit(logits, label)
  for (let index = 0; index < label; index++) if (!(own > logit(logits, index))) return false
  for (let index = label; index < classes; index++) if (!(own >= logit(logits, index))) return false
  return true
}

/** From logits to float64 `exp(logit - shift)`; gives their sum. */
function exponentials(logits: usize, classes: i32, shift: f64, to: usize): f64 {
  let total: f64 = 0
  for (let index = 0; index < classes; index++, to += 8) {
    const e = exp(logit(logits, index) - shift)
    store<f64>(to, e)
    total += e
  }
  return total
}

/** Adds one image's gradients of weights and bias, and writes that of its features. */
function linearBackward(
  r: Record, s: Slice, features: usize, exponential: usize, total: f64, label: i32, featureGradient: usize
): void {
  const channelBytes = <usize>r.channels << 2
  let weights = r.pointwise, gradient = r.pointwiseGradient + s.arena, bias = r.depthwiseGradient + s.arena
  fill(featureGradient, channelBytes, 0)
  for (let index = 0; index < r.kernel; index++, exponential += 8, bias += 4) {
    const target: f64 = index == label ? 1 : 0
    const slope = <f32>((load<f64>(exponential) / total - target) / <f64>s.batch)
    store<f32>(bias, load<f32>(bias) + slope)
    const slopes = f32x4.splat(slope)
    for (let c: usize = 0; c < channelBytes; c += 16) {
      v128.store(gradient + c, multiplyAdd(v128.load(gradient + c), slopes, v128.load(features + c)))
      const own = v128.load(featureGradient + c)
      v128.store(featureGradient + c, multiplyAdd(own, slopes, v128.load(weights + c)))
    }
    weights += channelBytes
    gradient += channelBytes
  }
}

/** Global average pooling, linear layer and softmax cross-entropy, with the gradients where they are wanted. */
export function head(r: Record, s: Slice): void {
  const channelBytes = <usize>r.channels << 2, pixels = r.height * r.width, affine = r.inputAffine + s.arena
  const exponential = s.scratch, features = exponential + (<usize>((r.kernel + 1) & ~1) << 3)
  const featureGradient = features + channelBytes, logits = featureGradient + channelBytes
  const floor = f32x4.splat(r.relu == 1 ? 0 : -f32.POSITIVE_INFINITY), isBackward = r.inputGradient != 0
  if (isBackward) {
    fill(r.pointwiseGradient + s.arena, <usize>r.kernel * channelBytes, 0)
    memory.fill(r.depthwiseGradient + s.arena, 0, <usize>r.kernel << 2)
  }
  let losses: f64 = 0, rightly: f64 = 0
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride
    const label = load<i32>(<usize>r.dilation + (<usize>image << 2))
    globalAverage(x, affine, r.channels, pixels, floor, features)
    logitsOf(features, r.pointwise, r.depthwise, r.channels, r.kernel, logits)
    const shift = largest(logits, r.kernel), total = exponentials(logits, r.kernel, shift, exponential)
    losses += log(total) - (logit(logits, label) - shift)
    if (isRight(logits, r.kernel, label)) rightly += 1
    if (!isBackward) continue
    linearBackward(r, s, features, exponential, total, label, featureGradient)
    const to = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    globalAverageBackward(x, affine, r.channels, pixels, floor, featureGradient, to)
  }
  store<f64>(<usize>r.extra1 + s.arena, losses)
  store<f64>(<usize>r.extra1 + s.arena, rightly, 8)
}
