import { createRequire } from "node:module"
import { join } from "node:path"
import { expect, it } from "vitest"
import {
  boolean, float, integer, integers, newGraph, shape, T, text, type
} from "../../../../../src/effects/trainer/tensorflow/graph/graph.ts"
import { encodeSavedModel, graphTag } from "../../../../../src/effects/trainer/tensorflow/graph/savedModel.ts"
import { describeTensorflow, installed } from "../session/heldSession.ts"

/** A message as the package's own reader gives it. */
type Message = Record<string, unknown>

const floats = (base64: string): readonly number[] => {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"))
  return [...new Float32Array(bytes.buffer)]
}

describeTensorflow("the file of a graph", () => {
  it("says to the package's own reader of the format what the graph says", () => {
    const graph = newGraph()
    const constant = graph.floats([2, 2], [1, -2.5, 3, 0])
    const numbers = graph.integers([3], [-1, 0, 70000])
    graph.add("Conv2D", [constant, `${numbers}:2`, "^after"], {
      ...T, data_format: text("NHWC"), strides: integers(1, 2, 2, 1), ints: integers(-1, 0, 300), N: integer(-7),
      epsilon: float(1e-5), is_training: boolean(true), keep_dims: boolean(false), shape: shape(-1, 8, 9, 3), scalar: shape(),
      right: type("boolean")
    }, "all")

    const { SavedModel } = createRequire(import.meta.url)(join(installed().packageFolder, "dist", "proto", "api_pb.js")) as {
      readonly SavedModel: { readonly deserializeBinary: (bytes: Uint8Array) => { readonly toObject: () => Message } }
    }
    const model = SavedModel.deserializeBinary(encodeSavedModel(graph.nodes)).toObject() as {
      readonly savedModelSchemaVersion: number
      readonly metaGraphsList: readonly {
        readonly metaInfoDef: { readonly tagsList: readonly string[] }
        readonly graphDef: {
          readonly versions: { readonly producer: number }
          readonly nodeList: readonly (Message & { readonly attrMap: readonly (readonly [string, Message])[] })[]
        }
      }[]
    }
    expect(model.savedModelSchemaVersion).toBe(1)
    expect(model.metaGraphsList).toHaveLength(1)
    const [{ metaInfoDef, graphDef }] = model.metaGraphsList as [(typeof model.metaGraphsList)[number]]
    expect(metaInfoDef.tagsList).toEqual([graphTag])
    expect(graphDef.versions.producer).toBeGreaterThan(1000)
    const [first, second, all] = graphDef.nodeList as [Node, Node, Node]
    expect([first, second, all].map(({ name, op, inputList }) => ({ name, op, inputList }))).toEqual([
      { name: constant, op: "Const", inputList: [] },
      { name: numbers, op: "Const", inputList: [] },
      { name: "all", op: "Conv2D", inputList: [constant, `${numbers}:2`, "^after"] }
    ])

    const valuesOf = ({ attrMap }: Node) => new Map(attrMap)
    expect(valuesOf(first).get("dtype")).toMatchObject({ type: 1 })
    const tensor = (node: Node) => valuesOf(node).get("value")!["tensor"] as { readonly dtype: number; readonly tensorShape: unknown; readonly tensorContent: string }
    expect(tensor(first)).toMatchObject({ dtype: 1, tensorShape: { dimList: [{ size: 2 }, { size: 2 }] } })
    expect(floats(tensor(first).tensorContent)).toEqual([1, -2.5, 3, 0])
    expect(tensor(second).dtype).toBe(3)

    const attributes = valuesOf(all)
    expect(attributes.get("T")).toMatchObject({ type: 1 })
    expect(attributes.get("right")).toMatchObject({ type: 10 })
    expect(Buffer.from(attributes.get("data_format")!["s"] as string, "base64").toString()).toBe("NHWC")
    expect(attributes.get("strides")).toMatchObject({ list: { iList: [1, 2, 2, 1] } })
    expect(attributes.get("ints")).toMatchObject({ list: { iList: [-1, 0, 300] } })
    expect(attributes.get("N")).toMatchObject({ i: -7 })
    expect(attributes.get("epsilon")!["f"]).toBeCloseTo(1e-5, 12)
    expect(attributes.get("is_training")).toMatchObject({ b: true })
    expect(attributes.get("keep_dims")).toMatchObject({ b: false })
    expect(attributes.get("shape")).toMatchObject({ shape: { dimList: [-1, 8, 9, 3].map((size) => ({ size })) } })
    expect(attributes.get("scalar")).toMatchObject({ shape: { dimList: [] } })
  })
})

type Node = { readonly name?: unknown; readonly op?: unknown; readonly inputList?: unknown; readonly attrMap: readonly (readonly [string, Message])[] }
