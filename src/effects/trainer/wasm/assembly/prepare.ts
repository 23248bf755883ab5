import { Parameter } from "./parameter"
import { Record, Slice } from "./record"

/** Where the weight from `input` to `output` lies in packed pointwise weights: see `parameterWords`. */
@inline
function packed(input: i32, output: i32, inputs: i32, outputs: i32): usize {
  const block = output & ~7, place = block + 8 <= outputs ? (input << 3) + (output & 7) : (input << 2) + (output & 3)
  return <usize>(block * inputs + place) << 2
}

/** Packed pointwise weights `inputs -> outputs` to `outputs -> inputs`. */
export function transposePointwise(weights: usize, inputs: i32, outputs: i32, prepared: usize): void {
  for (let o = 0; o < outputs; o++) for (let i = 0; i < inputs; i++)
    store<f32>(prepared + packed(o, i, outputs, inputs), load<f32>(weights + packed(i, o, inputs, outputs)))
}

/** Packed depthwise weights `[quads][taps][4]` with their windows turned by 180 degrees. */
export function turnDepthwise(weights: usize, taps: i32, quads: i32, prepared: usize): void {
  const window = <usize>taps << 4
  for (let c = 0; c < quads; c++, prepared += window) {
    for (let k: usize = 0; k < window; k += 16, weights += 16)
      v128.store(prepared + window - 16 - k, v128.load(weights))
  }
}

/** Weights for the backward pass. Each slice takes every `count`-th parameter of the list. */
export function prepare(r: Record, s: Slice): void {
  for (let k = s.index; k < r.kernel; k += s.count) {
    const p = changetype<Parameter>(r.input + <usize>k * offsetof<Parameter>())
    if (p.form == 1) turnDepthwise(p.weights, p.inputs, p.outputs >> 2, p.prepared)
    if (p.form >= 2) transposePointwise(p.weights, p.inputs, p.outputs, p.prepared)
    if (p.form == 3) {
      const block = <usize>(p.inputs * p.outputs) << 2
      transposePointwise(p.weights + block, p.inputs, p.outputs, p.prepared + block)
    }
  }
}
