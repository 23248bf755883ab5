import { Record, Slice } from "./record"

/** inputGradient = 0 */
export function zero(r: Record, s: Slice): void {
  const bytes = <usize>(r.channels * r.height * r.width) << 2
  for (let image = s.first; image < s.end; image++) {
    memory.fill(r.inputGradient + <usize>image * <usize>r.inputGradientStride, 0, bytes)
  }
}
