import { describe, expect, it } from "vitest"
import { adamEpsilon, type AdamOptions, adamStep } from "../../../src/core/estimator/adam.ts"

const options: AdamOptions = { learningRate: 0.1, beta1: 0.5, beta2: 0.9, weightDecay: 0 }

/** Weights after a number of steps whose gradients are given. */
const after = (
  changes: Partial<AdamOptions>,
  start: readonly number[],
  gradients: readonly (readonly number[])[]
): Float64Array => {
  const adam = { ...options, ...changes }
  const weights = Float64Array.from(start)
  const moments = [new Float64Array(start.length), new Float64Array(start.length)] as const
  gradients.forEach((gradient, i) =>
    adamStep(adam, adam.beta1 ** (i + 1), adam.beta2 ** (i + 1), Float64Array.from(gradient), weights, ...moments))
  return weights
}

describe("Adam", () => {
  it("moves each weight by the learning rate at first, against the sign of its gradient", () => {
    const [up, down] = after({}, [1, 1], [[-3, 0.02]])
    expect(up).toBeCloseTo(1.1, 6)
    expect(down).toBeCloseTo(0.9, 6)
  })

  it("makes the steps of the paper's Algorithm 1", () => {
    let [m, v, w] = [0, 0, 2]
    const gradients = [0.5, -1, 4]
    gradients.forEach((g, i) => {
      m = 0.5 * m + 0.5 * g
      v = 0.9 * v + 0.1 * g * g
      w -= 0.1 * (m / (1 - 0.5 ** (i + 1))) / (Math.sqrt(v / (1 - 0.9 ** (i + 1))) + adamEpsilon)
    })
    expect(after({}, [2], gradients.map((g) => [g]))[0]).toBeCloseTo(w, 12)
  })

  it("decays a weight by its share beside the step, whatever the gradient (AdamW)", () => {
    expect(after({ weightDecay: 0.2 }, [3], [[0]])[0]).toBeCloseTo(3 * (1 - 0.1 * 0.2), 12)
    const [plain] = after({}, [3], [[7]])
    expect(after({ weightDecay: 0.2 }, [3], [[7]])[0]).toBeCloseTo(plain! - 3 * 0.1 * 0.2, 12)
  })

  it("without decay leaves weights alone whose gradient is 0, their sign included", () => {
    expect([...after({}, [-0, -Infinity, 5], [[0, 0, 0]])]).toEqual([-0, -Infinity, 5])
  })
})
