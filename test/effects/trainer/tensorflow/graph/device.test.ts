import { describe, expect, test } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../../src/core/architecture/spaces/nb201.ts"
import type { Space } from "../../../../../src/core/architecture/space.ts"
import { networkOf } from "../../../../../src/effects/trainer/network/network.ts"
import type { Node } from "../../../../../src/effects/trainer/tensorflow/graph/graph.ts"
import { trainingGraph } from "../../../../../src/effects/trainer/tensorflow/graph/trainingGraph.ts"

/**
 * Operations that have a form for a GPU with these types in TensorFlow 2.21, and which of their inputs that form reads on the
 * host: read off the registry of kernels in the wheel with CUDA (`get_registered_kernels_for_op`). `T` is float32 unless
 * it is named.
 */
const onHost: ReadonlyMap<string, readonly number[]> = new Map([
  ["Placeholder int32", []], ["Bitcast int32", []], ["Reshape", [1]], ["Conv2D", []], ["FusedBatchNormV3", []],
  ["Relu", []], ["MaxPool", []], ["SpaceToBatchND", [1, 2]], ["DepthwiseConv2dNative", []], ["BatchToSpaceND", [1, 2]],
  ["AddN", []], ["Mul", []], ["AvgPool", []], ["ConcatV2", [-1]], ["Pad", [1]], ["PadV2", [1, 2]], ["Slice", [1, 2]],
  ["Mean", [1]], ["MatMul", []], ["BiasAdd", []], ["SparseSoftmaxCrossEntropyWithLogits", []], ["ArgMax", [1]],
  ["Cast", []], ["Equal", []], ["RealDiv", []], ["Pack", []], ["Sum", [1]], ["Shape", []], ["BroadcastTo", [1]],
  ["SplitV", [1, 2]], ["FusedBatchNormGradV3", []], ["Conv2DBackpropInput", [0]], ["Conv2DBackpropFilter", [1]],
  ["ReverseV2", [1]], ["DepthwiseConv2dNativeBackpropFilter", [1]], ["ReluGrad", []], ["MaxPoolGrad", []],
  ["AvgPoolGrad", [0]], ["VarHandleOp", []], ["ReadVariableOp", [0]], ["AssignVariableOp", [0]], ["L2Loss", []],
  ["Sqrt", []], ["AddV2", []], ["Minimum", []], ["Sub", []], ["Identity", []], ["Fill", [0]], ["Const", []]
])

const typeOf = ({ attributes }: Node): string => {
  const type = attributes["T"] ?? attributes["dtype"]
  return type?.kind === "type" ? type.value : "float"
}

/** Whether an output lies on the host: sizes, constants, what integers of them become, handles of variables. */
const isOnHost = (node: Node): boolean =>
  node.operation === "Const" || node.operation === "Shape" || node.operation === "VarHandleOp"
  || (typeOf(node) === "int32" && (node.operation === "Slice" || node.operation === "ConcatV2"))

const graphs = (): readonly (readonly Node[])[] => {
  const examples: readonly (readonly [Space, number, number, readonly number[]])[] = [
    [nasnet, 6, 9, Array.from({ length: 28 }, (_, i) => (i * 5 + 1) % 8)],
    [nasnet, 8, 16, Array.from({ length: 28 }, (_, i) => (i * 3 + 1) % 8)],
    [nasnet, 8, 16, Array<number>(28).fill(0)],
    [nb201, 4, 9, [3, 3, 2, 4, 3, 0]]
  ]
  return examples.flatMap(([space, channels, size, architecture]) => {
    const network = networkOf({ space, channels, layers: 3, image: { channels: 3, height: size, width: size }, classes: 10 })
    if (network._tag === "Left") throw new Error(network.left)
    return [false, true].map((running) => trainingGraph(network.right, architecture, running).nodes)
  })
}

describe("a graph on a GPU", () => {
  test("has no operation that a GPU has no form for", () => {
    for (const nodes of graphs()) {
      const unknown = nodes.filter(({ operation }) => !onHost.has(operation) && !onHost.has(`${operation} int32`))
      expect(unknown.map(({ operation }) => operation)).toEqual([])
    }
  })

  test("waits for the host once, when the results are fetched: no operation reads there what the device computes", () => {
    for (const nodes of graphs()) {
      const byName = new Map(nodes.map((node) => [node.name, node]))
      const waiting = nodes.flatMap((node) => {
        const inputs = node.inputs.filter((input) => !input.startsWith("^"))
        return (onHost.get(node.operation) ?? []).filter((place) => {
          const producer = byName.get(inputs.at(place)!.split(":")[0]!)
          return !isOnHost(producer!)
        }).map((place) => `${node.name} reads ${inputs.at(place)} on the host`)
      })
      expect(waiting).toEqual([])
    }
  })

  test("takes integers from the host, whose floats the device makes itself", () => {
    for (const nodes of graphs()) {
      expect(nodes.filter(({ operation }) => operation === "Placeholder").map(typeOf)).toEqual(["int32", "int32", "int32"])
    }
  })
})
