import { integer, outputOf, T, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"

/** Maps of one size, one behind the other by their channels. */
export const concatenation = ({ graph, tape }: Pass, parts: readonly FeatureMap[]): FeatureMap => {
  const [first] = parts as readonly [FeatureMap]
  if (parts.length === 1) return first
  const axis = graph.integers([], [3])
  const output = graph.add("ConcatV2", [...parts.map((part) => part.output), axis], {
    ...T, N: integer(parts.length), Tidx: type("int32")
  })
  tape?.onBackward(output, (gradient) => {
    const sizes = graph.integers([parts.length], parts.map(({ channels }) => channels))
    const split = graph.add("SplitV", [gradient, sizes, axis], {
      ...T, Tlen: type("int32"), num_split: integer(parts.length)
    })
    parts.forEach((part, i) => tape.contribute(part.output, outputOf(split, i)))
  })
  return { ...first, output, channels: parts.reduce((sum, { channels }) => sum + channels, 0) }
}
