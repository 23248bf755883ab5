import { mapped } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

/** max(0, x). Its slope at 0 is 0. */
export const relu = (input: Tensor): Tensor => mapped(input, (x) => (x > 0 ? x : 0))

export const reluBackward = (input: Tensor, gradient: Tensor): Tensor =>
  mapped(gradient, (g, i) => (input.data[i] > 0 ? g : 0))
