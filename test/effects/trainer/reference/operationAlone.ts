import type { Pass } from "../../../../src/effects/trainer/reference/layers.ts"
import { newTape, type Traced } from "../../../../src/effects/trainer/reference/tape.ts"
import type { Tensor } from "../../../../src/effects/trainer/reference/tensor.ts"
import { hashed, hashedParameter } from "./hashed.ts"

/** An operation on its input, as layers of the plain reference. */
export type Build = (pass: Pass, input: Traced) => Traced

/** Output and gradients of an operation by itself, under a made-up gradient of its output. */
export const operationAlone = (input: Tensor, build: Build) => {
  const tape = newTape()
  const used = new Map<string, Traced>()
  const from = tape.leaf(input)
  const to = build({
    tape,
    parameter: (name, shape) => {
      const traced = tape.leaf(hashedParameter(name, shape))
      used.set(name, traced)
      return traced
    }
  }, from)
  tape.backward(to, hashed("upstream", to.value.shape))
  return {
    output: to.value,
    byInput: from.gradient,
    byParameter: new Map([...used].map(([name, { gradient }]) => [name, gradient]))
  }
}
