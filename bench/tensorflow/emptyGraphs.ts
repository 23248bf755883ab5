import { newGraph, type Node, shape, T, type } from "../../src/effects/trainer/tensorflow/graph/graph.ts"
import { inputs } from "../../src/effects/trainer/tensorflow/graph/names.ts"
import { named } from "../../src/effects/trainer/tensorflow/graph/variables.ts"
import { work } from "../engine/work.ts"

/** So many ReLUs of one number (`one`), one after the other; those of a constant are worked out before a graph runs. */
export const relusGraph = (count: number): readonly Node[] => {
  const graph = newGraph()
  const one = graph.add("Placeholder", [], { dtype: type("int32"), shape: shape(1) }, "one")
  let x = graph.add("Bitcast", [one], { T: type("int32"), type: type("float") })
  for (let i = 0; i < count; i++) x = graph.add("Relu", [x], T)
  named(graph, "last", x)
  return graph.nodes
}

/** Takes a batch of the work and counts its numbers (`taken`), or takes none (`nothing`). */
export const takingGraph = (): readonly Node[] => {
  const graph = newGraph()
  const { channels, height, width } = work.image
  const placeholder = (name: string, ...sizes: readonly number[]) =>
    graph.add("Placeholder", [], { dtype: type("int32"), shape: shape(...sizes) }, name)
  const count = (output: string) => graph.add("Cast", [
    graph.add("Size", [output], { T: type("int32"), out_type: type("int32") })
  ], { SrcT: type("int32"), DstT: type("float") })
  const images = placeholder(inputs.images, -1, height, width, channels)
  const labels = placeholder(inputs.labels, -1)
  named(graph, "taken", graph.add("AddV2", [count(images), count(labels)], T))
  named(graph, "nothing", graph.floats([], [0]))
  return graph.nodes
}
