import { firstMoment, gradient, NUMBER, parameterCount, parameters, secondMoment, VECTOR } from "./layout"
import { addProduct } from "./vectorMath"

/** The steps of `adamStep` in src/core/estimator, two parameters at a time. */
export function adamStep(
  learningRate: f64, beta1: f64, beta2: f64, beta1Power: f64, beta2Power: f64, weightDecay: f64
): void {
  const rate = f64x2.splat(learningRate / (1 - beta1Power))
  const correction = f64x2.splat(1 / (1 - beta2Power))
  const keep1 = f64x2.splat(beta1), take1 = f64x2.splat(1 - beta1)
  const keep2 = f64x2.splat(beta2), take2 = f64x2.splat(1 - beta2)
  const decays = learningRate * weightDecay != 0
  const decay = f64x2.splat(learningRate * weightDecay)
  const epsilon = f64x2.splat(1e-8)
  for (let at: usize = 0; at < parameterCount * NUMBER; at += VECTOR) {
    const g = v128.load(gradient + at)
    const m = addProduct(f64x2.mul(keep1, v128.load(firstMoment + at)), take1, g)
    const v = addProduct(f64x2.mul(keep2, v128.load(secondMoment + at)), take2, f64x2.mul(g, g))
    v128.store(firstMoment + at, m)
    v128.store(secondMoment + at, v)
    const step = f64x2.div(f64x2.mul(rate, m), f64x2.add(f64x2.sqrt(f64x2.mul(v, correction)), epsilon))
    const w = v128.load(parameters + at)
    const moved = f64x2.sub(w, step)
    v128.store(parameters + at, decays ? f64x2.sub(moved, f64x2.mul(decay, w)) : moved)
  }
}
