import type { Parameter, ParameterForm } from "../network/parameter.ts"
import { sizeOf } from "../network/parameter.ts"

/**
 * Packed weights are what the kernels read: see "Packed weights" in `program/record.ts`. Laws: `unpack` undoes `pack`,
 * and every packed place that no logical number has is 0.
 */

/** Floats of a packed parameter, a multiple of 4. */
export const packedLength = ({ form }: Parameter): number => {
  switch (form.kind) {
    case "vector": return form.channels.physical
    case "depthwise": return form.channels.physical * form.taps
    case "pointwise": return form.taps * form.inputs.physical * form.outputs.physical
    case "classifier": return form.classes * form.inputs.physical
    case "bias": return 4 * Math.ceil(form.classes / 4)
  }
}

/** Where the weight from `input` to `output` lies: blocks of eight outputs, and a last one of four if need be. */
const pointwisePlace = (inputs: number, outputs: number, input: number, output: number): number => {
  const inEights = outputs - (outputs % 8)
  return output < inEights
    ? (Math.floor(output / 8) * inputs + input) * 8 + (output % 8)
    : inEights * inputs + input * 4 + (output - inEights)
}

/** Calls `visit` with the packed place of each logical number, in their order. */
const eachPlace = (form: ParameterForm, visit: (place: number) => void): void => {
  switch (form.kind) {
    case "vector":
      form.channels.places.forEach(visit)
      return
    case "depthwise":
      for (const channel of form.channels.places) {
        for (let tap = 0; tap < form.taps; tap++) {
          visit((Math.floor(channel / 4) * form.taps + tap) * 4 + (channel % 4))
        }
      }
      return
    case "pointwise": {
      const { inputs, outputs, taps } = form
      for (const output of outputs.places) {
        for (const input of inputs.places) {
          for (let tap = 0; tap < taps; tap++) {
            visit(pointwisePlace(taps * inputs.physical, outputs.physical, tap * inputs.physical + input, output))
          }
        }
      }
      return
    }
    case "classifier":
      for (let row = 0; row < form.classes; row++) {
        for (const channel of form.inputs.places) visit(row * form.inputs.physical + channel)
      }
      return
    case "bias":
      for (let row = 0; row < form.classes; row++) visit(row)
  }
}

/** Logical values (PyTorch's order, `sizeOf(parameter)` of them) as the kernels read them. */
export const pack = (parameter: Parameter, logical: Float32Array): Float32Array => {
  const packed = new Float32Array(packedLength(parameter))
  let next = 0
  eachPlace(parameter.form, (place) => {
    packed[place] = logical[next++]
  })
  return packed
}

/** The logical values of a packed parameter, or of its gradient or momentum. */
export const unpack = (parameter: Parameter, packed: Float32Array): Float32Array => {
  const logical = new Float32Array(sizeOf(parameter))
  let next = 0
  eachPlace(parameter.form, (place) => {
    logical[next++] = packed[place]
  })
  return logical
}
