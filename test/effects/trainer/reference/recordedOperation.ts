import {
  averagePoolOf, concatenationOf, convolutionOf, crossEntropyOf, depthwiseOf, globalAverageOf, linearOf, maxPoolOf,
  normalisedOf, reluOf, shiftedOf, weightedSumOf
} from "../../../../src/effects/trainer/reference/layers.ts"
import type { Pass } from "../../../../src/effects/trainer/reference/layers.ts"
import { newTape } from "../../../../src/effects/trainer/reference/tape.ts"
import type { Traced } from "../../../../src/effects/trainer/reference/tape.ts"
import type { Tensor } from "../../../../src/effects/trainer/reference/tensor.ts"
import { hashed } from "./hashed.ts"
import type { OperationRecord } from "./pytorchResults.ts"

type Build = (pass: Pass, input: Traced, record: OperationRecord) => Traced

const builds: { readonly [kind: string]: Build } = {
  relu: reluOf,
  depthwise: (pass, input, record) => depthwiseOf(pass, "weights", input, record),
  dense: (pass, input, record) => convolutionOf(pass, "weights", input, record.shapes.weights[0], record),
  maxPool: maxPoolOf,
  averagePool: averagePoolOf,
  factorised: (pass, input, { shapes }) => {
    const positive = reluOf(pass, input)
    const even = convolutionOf(pass, "even", positive, shapes.even[0], { kernel: 1, stride: 2 })
    const odd = convolutionOf(pass, "odd", shiftedOf(pass, positive), shapes.odd[0], { kernel: 1, stride: 2 })
    return concatenationOf(pass, [even, odd])
  },
  batchNormalisation: (pass, input) => normalisedOf(pass, input, ""),
  weightedSum: (pass, input, { shapes, factors }) =>
    weightedSumOf(pass, [input, pass.parameter("second", shapes.second)], factors),
  head: (pass, input, { shapes }) =>
    crossEntropyOf(pass, linearOf(pass, "", globalAverageOf(pass, input), shapes.bias[0]), [3, 1])
}

export interface OperationResult {
  readonly output: Tensor
  /** of sum(output * a hashed tensor), by the record's tensors */
  readonly gradients: ReadonlyMap<string, Tensor>
}

/** The record's inputs and weights, by their names there. */
export const recordedTensors = ({ name, shapes }: OperationRecord): ReadonlyMap<string, Tensor> =>
  new Map(Object.entries(shapes).map(([tensor, shape]) => [tensor, hashed(`${name}.${tensor}`, shape)]))

/** The record's operation, computed by the reference. */
export const recordedOperation = (record: OperationRecord, tensors: ReadonlyMap<string, Tensor>): OperationResult => {
  const tape = newTape()
  const leaves = new Map([...tensors].map(([tensor, value]) => [tensor, tape.leaf(value)]))
  const parameter = (name: string): Traced => leaves.get(name.replace(/^\./, ""))!
  const output = builds[record.kind]({ tape, parameter }, leaves.get("input")!, record)
  tape.backward(output, hashed(`${record.name}.gradient`, output.value.shape))
  return {
    output: output.value,
    gradients: new Map([...leaves].map(([tensor, { gradient }]) => [tensor, gradient]))
  }
}
