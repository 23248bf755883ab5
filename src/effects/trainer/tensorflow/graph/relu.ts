import { T } from "./graph.ts"
import type { Pass } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"

/** max(x, 0): one for all that read the same map, so that their gradients are added up before they go back through it. */
export const relu = ({ graph, tape, made }: Pass, input: FeatureMap): FeatureMap => {
  const known = made.get(input.output)
  if (known !== undefined) return { ...input, output: known }
  const output = graph.add("Relu", [input.output], T)
  made.set(input.output, output)
  tape?.onBackward(output, (gradient) => {
    tape.contribute(input.output, graph.add("ReluGrad", [gradient, output], T))
  })
  return { ...input, output }
}
