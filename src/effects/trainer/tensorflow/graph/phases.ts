import { type Attributes, integer, T, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"

/**
 * The phases of a map: pixels whose row and column leave the same rest when divided by d. There are d x d of them, each a
 * map of its own, d times as small in either direction.
 */

const toPhases: Attributes = { ...T, Tblock_shape: type("int32"), Tpaddings: type("int32") }
const fromPhases: Attributes = { ...T, Tblock_shape: type("int32"), Tcrops: type("int32") }

/** Rows and columns of zeros that make a map divisible, `[2, 2]` as TensorFlow wants them. */
const fillings = ({ graph }: Pass, { height, width }: Pick<FeatureMap, "height" | "width">, d: number) =>
  graph.integers([2, 2], [0, (d - (height % d)) % d, 0, (d - (width % d)) % d])

/** All phases as more images: `[d * d * images, ceil(height / d), ceil(width / d), channels]`. One for all that want them. */
export const phases = (pass: Pass, input: FeatureMap, d: number): FeatureMap => {
  const { graph, tape, rectified } = pass
  const height = Math.ceil(input.height / d)
  const width = Math.ceil(input.width / d)
  const key = `${input.output} in ${d} x ${d} phases`
  const known = rectified.get(key)
  if (known !== undefined) return { ...input, output: known, height, width }
  const blocks = graph.integers([2], [d, d])
  const output = graph.add("SpaceToBatchND", [input.output, blocks, fillings(pass, input, d)], toPhases)
  rectified.set(key, output)
  tape?.onBackward(output, (gradient) => {
    tape.contribute(
      input.output, graph.add("BatchToSpaceND", [gradient, blocks, fillings(pass, input, d)], fromPhases))
  })
  return { ...input, output, height, width }
}

/** Phases as the map of `size` that they are of. */
export const joinedPhases = (
  pass: Pass, input: FeatureMap, d: number, { height, width }: Pick<FeatureMap, "height" | "width">
): FeatureMap => {
  const { graph, tape } = pass
  const blocks = graph.integers([2], [d, d])
  const crops = fillings(pass, { height, width }, d)
  const output = graph.add("BatchToSpaceND", [input.output, blocks, crops], fromPhases)
  tape?.onBackward(output, (gradient) => {
    tape.contribute(input.output, graph.add("SpaceToBatchND", [gradient, blocks, crops], toPhases))
  })
  return { ...input, output, height, width }
}

/** The phase of the first pixel: every d-th row and column. */
export const firstPhase = ({ graph, tape }: Pass, input: FeatureMap, d: number): FeatureMap => {
  const height = Math.ceil(input.height / d)
  const width = Math.ceil(input.width / d)
  const attributes = { ...T, Index: type("int32"), begin_mask: integer(0b1111), end_mask: integer(0b1111) }
  const bounds = [[0, 0, 0, 0], [0, 0, 0, 0], [1, d, d, 1]].map((numbers) => graph.integers([4], numbers))
  const output = graph.add("StridedSlice", [input.output, ...bounds], attributes)
  tape?.onBackward(output, (gradient) => {
    const sizes = graph.add("Shape", [input.output], { ...T, out_type: type("int32") })
    tape.contribute(input.output, graph.add("StridedSliceGrad", [sizes, ...bounds, gradient], attributes))
  })
  return { ...input, output, height, width }
}
