import { describe, expect, it } from "vitest"
import { hostShare } from "../../bench/tensorflow/hostWork.ts"
import { nodesFor } from "../../bench/tensorflow/graphSize.ts"
import { installed } from "../../bench/tensorflow/ours.ts"
import { checkLosses } from "../../bench/tensorflow/sameWork.ts"
import { mix } from "../../bench/engine/architectures.ts"
import { work } from "../../bench/engine/work.ts"
import { WrongOption } from "../../bench/wrongOption.ts"
import { sampledParameters } from "../../bench/peers/tfjsPlain/network.ts"
import { trainingGraph } from "../../src/effects/trainer/tensorflow/graph/trainingGraph.ts"
import { type Network, networkOf } from "../../src/effects/trainer/network/network.ts"
import type { Node } from "../../src/effects/trainer/tensorflow/graph/graph.ts"

const node = (name: string, ...inputs: readonly string[]): Node =>
  ({ name, operation: "Identity", inputs, attributes: {} })

describe("the benchmark tensorflow", () => {
  it("counts each node that runs for an output once, those that are only waited for too, and no others", () => {
    const nodes = [node("a"), node("b", "a:1", "a"), node("write", "a"), node("other", "b"), node("end", "b", "^write")]
    expect(nodesFor(nodes, "end").map(({ name }) => name).toSorted()).toEqual(["a", "b", "end", "write"])
    expect(() => nodesFor([node("end", "gone")], "end")).toThrow(/no node gone/u)
  })

  it("takes the host as fast as it is on every device", () => {
    expect(hostShare(0.01, 0.5, 1)).toBeCloseTo(100 * 0.01 / 0.51)
    expect(hostShare(0.01, 0.5, 100)).toBeCloseTo(100 * 0.01 / 0.015)
    expect(hostShare(0.01, 0.5, 1e9)).toBeCloseTo(100)
  })

  it("refuses a peer whose loss is another one", () => {
    expect(() => checkLosses(2.30001, 2.3, 1e-4)).not.toThrow()
    expect(() => checkLosses(2.301, 2.3, 1e-4)).toThrow(/other work/u)
    expect(() => checkLosses(Number.NaN, 2.3, 1e-4)).toThrow(/other work/u)
  })

  it("ends with the command that brings TensorFlow where there is none", () => {
    expect(() => installed("TensorFlow is not set up here: run npm run setup:tensorflow")).toThrow(WrongOption)
  })

  it("gives the peer the same parameters that our graph trains", () => {
    const network = (networkOf(work) as { readonly right: Network }).right
    const draw = mix(3)
    const names = (parameters: readonly { readonly name: string }[]) => parameters.map(({ name }) => name).toSorted()
    const { parameters } = trainingGraph(network, draw.architecture, false)
    expect(names(sampledParameters(network, draw))).toEqual(names(parameters))
  })
})
