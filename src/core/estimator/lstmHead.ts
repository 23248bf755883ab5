import { exp } from "../numeric/exp.ts"
import { log } from "../numeric/log.ts"

/** The last step of psi: from the linear output x of the last hidden state to a predicted loss. */
export const heads = ["twice-sigmoid", "affine", "softplus"] as const
export type Head = (typeof heads)[number]

const sigmoid = (x: number): number => 1 / (1 + exp(-x))

/** log(1 + e^x), without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + log(1 + exp(-Math.abs(x)))

/**
 * - `twice-sigmoid`: 2 sigmoid(x), the paper's; from 0 to 2, so it cannot say ln 10
 * - `affine`: x itself (our addition)
 * - `softplus`: log(1 + e^x), above 0 and without upper end (our addition)
 */
export const headValue = (head: Head, x: number): number => {
  switch (head) {
    case "twice-sigmoid":
      return 2 * sigmoid(x)
    case "affine":
      return x
    case "softplus":
      return softplus(x)
  }
}

/** d headValue / dx. */
export const headSlope = (head: Head, x: number): number => {
  switch (head) {
    case "twice-sigmoid":
      return 2 * sigmoid(x) * sigmoid(-x)
    case "affine":
      return 1
    case "softplus":
      return sigmoid(x)
  }
}
