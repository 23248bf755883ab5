import { addProducts } from "./moments"
import { Record, Slice } from "./record"
import { fill } from "./vector"

/** The sums of g and of g y that a normalisation's backward pass needs, channel by channel. */
export function gradientSums(r: Record, s: Slice): void {
  const sums = r.sums + s.arena
  fill(sums, <usize>r.outputChannels << 4, 0)
  for (let image = s.first; image < s.end; image++) {
    const gradient = r.gradient + <usize>image * <usize>r.gradientStride
    const y = r.output + <usize>image * <usize>r.outputStride
    addProducts(gradient, y, r.outputChannels >> 2, r.outputHeight * r.outputWidth, sums)
  }
}
