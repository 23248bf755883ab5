import { type Parameter, sizeOf } from "../../network/parameter.ts"

/**
 * TensorFlow reads a kernel as `[height, width, inputs, outputs]` (depthwise: `[height, width, channels, 1]`), the logical
 * values are PyTorch's `[outputs, inputs, height, width]` (`[channels, 1, height, width]`). All else is the same in both.
 */

/** Shape of a parameter in TensorFlow. */
export const layoutShape = ({ form, shape }: Parameter): readonly number[] => {
  if (form.kind !== "depthwise" && form.kind !== "pointwise") return shape
  const [outputs, inputs, height, width] = shape as [number, number, number, number]
  return form.kind === "depthwise" ? [height, width, outputs, 1] : [height, width, inputs, outputs]
}

const isKernel = ({ form }: Parameter): boolean => form.kind === "depthwise" || form.kind === "pointwise"

/** Calls `visit` with each logical place of a kernel and its place in TensorFlow's layout. */
const eachPlace = ({ shape }: Parameter, visit: (logical: number, place: number) => void): void => {
  const [outputs, inputs, height, width] = shape as [number, number, number, number]
  const taps = height * width
  let logical = 0
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      for (let tap = 0; tap < taps; tap++) visit(logical++, (tap * inputs + input) * outputs + output)
    }
  }
}

/** Writes logical values in TensorFlow's layout, from `at` on. */
export const writeLayout = (parameter: Parameter, logical: Float32Array, to: Float32Array, at: number): void => {
  if (isKernel(parameter)) eachPlace(parameter, (own, place) => { to[at + place] = logical[own]! })
  else to.set(logical, at)
}

/** Reads the logical values of a parameter that stands in TensorFlow's layout from `at` on. */
export const readLayout = (parameter: Parameter, from: Float32Array, at: number): Float32Array => {
  if (!isKernel(parameter)) return from.slice(at, at + sizeOf(parameter))
  const logical = new Float32Array(sizeOf(parameter))
  eachPlace(parameter, (own, place) => { logical[own] = from[at + place]! })
  return logical
}
