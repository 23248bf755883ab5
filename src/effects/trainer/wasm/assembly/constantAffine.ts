import { Record, Slice } from "./record"
import { fill } from "./vector"

/** a = extra1, b = 0, and for the backward pass A = extra1, B = C = 0. */
export function constantAffine(r: Record, s: Slice): void {
  const scale = reinterpret<f32>(r.extra1), channelBytes = <usize>r.channels << 2
  const affine = r.inputAffine + s.arena
  fill(affine, channelBytes, scale)
  fill(affine + channelBytes, channelBytes, 0)
  if (r.coefficients == 0) return
  const coefficients = r.coefficients + s.arena
  fill(coefficients, channelBytes, scale)
  fill(coefficients + channelBytes, 2 * channelBytes, 0)
}
