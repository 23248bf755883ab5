import type { Normalisation } from "../../network/unit.ts"
import { boolean, float, outputOf, T, type } from "./graph.ts"
import type { Pass, ScaledBy } from "./pass.ts"
import type { FeatureMap } from "./tape.ts"
import { format } from "./window.ts"

/**
 * TensorFlow's fused form, three to four times as fast as the same made of single operations; gamma carries the soft
 * weight, so that it costs no pass of its own over the map.
 */
export const batchNormalisation = (
  { graph, tape, normalisation: inputsOf, onStatistics }: Pass, input: FeatureMap, normalisation: Normalisation,
  by: ScaledBy
): FeatureMap => {
  const { gamma, beta, running } = inputsOf(normalisation, by)
  const common = { ...T, U: type("float"), epsilon: float(1e-5), ...format, is_training: boolean(running === null) }
  const nothing = graph.floats([0], [])
  const { mean, variance } = running ?? { mean: nothing, variance: nothing }
  const output = graph.add("FusedBatchNormV3", [input.output, gamma, beta, mean, variance], {
    ...common, exponential_avg_factor: float(1)
  })
  if (running === null) onStatistics(normalisation, outputOf(output, 1), outputOf(output, 2))
  tape?.onBackward(output, (gradient) => {
    const reserved = [3, 4, 5].map((number) => outputOf(output, number))
    const back = graph.add("FusedBatchNormGradV3", [gradient, input.output, gamma, ...reserved], common)
    tape.contribute(input.output, back)
    if (normalisation.affine === null) return
    tape.contribute(gamma, outputOf(back, 1))
    tape.contribute(beta, outputOf(back, 2))
  })
  return { ...input, output }
}
