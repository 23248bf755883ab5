import { centredWindow } from "../../network/featureMap.ts"
import type { Unit } from "../../network/unit.ts"
import { batchNormalisation } from "./batchNormalisation.ts"
import { convolution } from "./convolution.ts"
import { depthwise } from "./depthwise.ts"
import { factorised } from "./factorised.ts"
import { T } from "./graph.ts"
import type { Pass, ScaledBy } from "./pass.ts"
import { averagePool, maxPool } from "./pooling.ts"
import { relu } from "./relu.ts"
import type { FeatureMap } from "./tape.ts"

/** The input times the soft weight of an edge. */
export const scaled = ({ graph, tape, scale }: Pass, input: FeatureMap, by: number): FeatureMap => {
  const factor = scale(by)
  const output = graph.add("Mul", [input.output, factor], T)
  tape?.onBackward(output, (gradient) => tape.contribute(input.output, graph.add("Mul", [gradient, factor], T)))
  return { ...input, output }
}

const onePixel = centredWindow(1, 1)

/** What a unit does between its ReLU and its normalisation. */
const worked = (pass: Pass, input: FeatureMap, unit: Unit): FeatureMap => {
  const { kind, window, pointwise: [first] } = unit
  switch (kind) {
    case "separable": return convolution(pass, depthwise(pass, input, unit.depthwise!, window), first!, onePixel)
    case "pointwise":
    case "dense": return convolution(pass, input, first!, window)
    case "factorised": return factorised(pass, input, unit)
    case "maxPool": return maxPool(pass, input, window)
    case "averagePool": return averagePool(pass, input, window)
  }
}

/** [ReLU], a convolution or pool, [batch normalisation]; times a soft weight where it ends an operation. */
export const applyUnit = (pass: Pass, input: FeatureMap, unit: Unit, by: ScaledBy): FeatureMap => {
  const output = worked(pass, unit.relu ? relu(pass, input) : input, unit)
  if (unit.normalisation !== null) return batchNormalisation(pass, output, unit.normalisation, by)
  return by === null ? output : scaled(pass, output, by)
}
