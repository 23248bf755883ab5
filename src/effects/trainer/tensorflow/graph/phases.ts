import { type Attributes, type Graph, type Output, T, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"

/**
 * The phases of a map: pixels whose row and column leave the same rest when divided by d. There are d x d of them, each a
 * map of its own, d times as small in either direction.
 */

const toPhases: Attributes = { ...T, Tblock_shape: type("int32"), Tpaddings: type("int32") }
const fromPhases: Attributes = { ...T, Tblock_shape: type("int32"), Tcrops: type("int32") }

const reshaped = (graph: Graph, output: Output, ...sizes: readonly number[]): Output =>
  graph.add("Reshape", [output, graph.integers([sizes.length], sizes)], T)

const cropped = (graph: Graph, output: Output, from: readonly number[], size: readonly number[]): Output =>
  graph.add("Slice", [output, graph.integers([4], from), graph.integers([4], size)], { ...T, Index: type("int32") })

/** Rows and columns of zeros that make a map divisible, `[2, 2]` as TensorFlow wants them. */
const fillings = ({ graph }: Pass, { height, width }: Pick<FeatureMap, "height" | "width">, d: number) =>
  graph.integers([2, 2], [0, (d - (height % d)) % d, 0, (d - (width % d)) % d])

/** All phases as more images: `[d * d * images, ceil(height / d), ceil(width / d), channels]`. One for all that want them. */
export const phases = (pass: Pass, input: FeatureMap, d: number): FeatureMap => {
  const { graph, tape, made } = pass
  const height = Math.ceil(input.height / d)
  const width = Math.ceil(input.width / d)
  const key = `${input.output} in ${d} x ${d} phases`
  const known = made.get(key)
  if (known !== undefined) return { ...input, output: known, height, width }
  const blocks = graph.integers([2], [d, d])
  const output = graph.add("SpaceToBatchND", [input.output, blocks, fillings(pass, input, d)], toPhases)
  made.set(key, output)
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

/** Pixels of every d-th row and column alone, from pixel (offset, offset) on, lie in a map of `size` that is 0 elsewhere. */
export const spread = (
  graph: Graph, pixels: Output, size: Pick<FeatureMap, "height" | "width" | "channels">, d: number, offset: number
): Output => {
  if (d === 1) return pixels
  const { height, width, channels } = size
  const [rows, columns] = [Math.ceil(height / d), Math.ceil(width / d)]
  const after = d - 1 - offset
  // A pixel with the zeros beside it is one longer pixel, a row with the zeros around it one of d rows.
  const zeros = graph.integers([4, 2], [0, 0, offset, after, 0, 0, offset * channels, after * channels])
  const padded = graph.add("Pad", [reshaped(graph, pixels, -1, 1, columns, channels), zeros], T)
  const whole = reshaped(graph, padded, -1, rows * d, columns * d, channels)
  return rows * d === height && columns * d === width ? whole : cropped(graph, whole, [0, 0, 0, 0], [-1, height, width, -1])
}

/**
 * The phase of pixel (offset, offset): every d-th row and column from there on, zeros where the map is not divisible. One
 * for all that want it. Rows and pixels are regrouped and cut: several times as fast as a slice with strides.
 */
export const phase = ({ graph, tape, made }: Pass, input: FeatureMap, d: number, offset: number): FeatureMap => {
  const { channels } = input
  const [height, width] = [Math.ceil(input.height / d), Math.ceil(input.width / d)]
  const own = { channels, height, width }
  const key = `${input.output} at ${offset} of ${d}`
  const known = made.get(key)
  if (known !== undefined) return { ...own, output: known }
  const behind = graph.integers([4, 2], [0, 0, 0, height * d - input.height, 0, width * d - input.width, 0, 0])
  const isDivisible = height * d === input.height && width * d === input.width
  const divisible = isDivisible ? input.output : graph.add("Pad", [input.output, behind], T)
  const grouped = reshaped(graph, divisible, -1, d, width, d * channels)
  const cut = cropped(graph, grouped, [0, offset, 0, offset * channels], [-1, 1, -1, channels])
  const output = reshaped(graph, cut, -1, height, width, channels)
  made.set(key, output)
  tape?.onBackward(output, (gradient) => tape.contribute(input.output, spread(graph, gradient, input, d, offset)))
  return { ...own, output }
}
