import type { Architecture } from "../../../../core/architecture/architecture.ts"
import type { Stage, StageEdge } from "../../network/stage.ts"
import { concatenation } from "./concatenation.ts"
import { integer, type Output, T, type } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"
import { applyUnit, scaled } from "./unit.ts"

/** The output of the operation that stands on an edge; null: it gives zeros. */
const applyEdge = (
  pass: Pass, { choice, candidates }: StageEdge, architecture: Architecture, input: FeatureMap
): FeatureMap | null => {
  const candidate = candidates[choice === null ? 0 : architecture[choice]!]!
  switch (candidate.type) {
    case "none": return null
    case "identity": return choice === null ? input : scaled(pass, input, choice)
    case "units": return candidate.units.reduce((map, unit, i) =>
      applyUnit(pass, map, unit, i === candidate.units.length - 1 ? choice : null), input)
  }
}

/** A map of zeros for as many images as `like` has. */
const zerosLike = ({ graph }: Pass, like: Output, size: Omit<FeatureMap, "output">): FeatureMap => {
  const sizes = graph.add("Shape", [like], { ...T, out_type: type("int32") })
  const [from, to] = [graph.integers([1], [0]), graph.integers([1], [1])]
  const images = graph.add("Slice", [sizes, from, to], { T: type("int32"), Index: type("int32") })
  const others = graph.integers([3], [size.height, size.width, size.channels])
  const whole = graph.add("ConcatV2", [images, others, graph.integers([], [0])], {
    T: type("int32"), N: integer(2), Tidx: type("int32")
  })
  return { ...size, output: graph.add("Fill", [whole, graph.floats([], [0])], { ...T, index_type: type("int32") }) }
}

const sum = ({ graph, tape }: Pass, parts: readonly FeatureMap[]): FeatureMap => {
  const [first] = parts as readonly [FeatureMap]
  if (parts.length === 1) return first
  const output = graph.add("AddN", parts.map((part) => part.output), { ...T, N: integer(parts.length) })
  tape?.onBackward(output, (gradient) => parts.forEach((part) => tape.contribute(part.output, gradient)))
  return { ...first, output }
}

/** The sampled part of a stage: each node is the sum of its edges' outputs. `outputs` are those of stem and stages so far. */
export const applyStage = (
  pass: Pass, stage: Stage, architecture: Architecture, outputs: readonly FeatureMap[]
): FeatureMap => {
  const states = stage.inputs.map(({ from, preprocess }) => {
    const input = outputs[from + 1]!
    return preprocess === null ? input : applyUnit(pass, input, preprocess, null)
  })
  const [anyState] = states as [FeatureMap]
  const { height, width, channels: { logical: channels } } = stage.node
  for (let node = 0; node < stage.nodes; node++) {
    const parts = stage.edges
      .filter(({ to }) => to === stage.inputs.length + node)
      .map((edge) => applyEdge(pass, edge, architecture, states[edge.from]!))
      .filter((part) => part !== null)
    states.push(parts.length === 0 ? zerosLike(pass, anyState.output, { height, width, channels }) : sum(pass, parts))
  }
  return stage.gives === "last-node" ? states.at(-1)! : concatenation(pass, states.slice(stage.inputs.length))
}
