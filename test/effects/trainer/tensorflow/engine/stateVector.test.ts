import * as E from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { initialValues } from "../../../../../src/effects/trainer/network/initialValues.ts"
import { networkOf } from "../../../../../src/effects/trainer/network/network.ts"
import { sizeOf } from "../../../../../src/effects/trainer/network/parameter.ts"
import type { NetworkState } from "../../../../../src/effects/trainer/superNetwork/networkState.ts"
import { trainingGraph } from "../../../../../src/effects/trainer/tensorflow/graph/trainingGraph.ts"
import { readState, writeState } from "../../../../../src/effects/trainer/tensorflow/stateVector.ts"
import { smallAssignment } from "../../superNetwork/smallTrainer.ts"

const built = networkOf({ space: nasnet, channels: 3, layers: 3, classes: 4, image: { channels: 1, height: 7, width: 6 } })
if (E.isLeft(built)) throw new Error(built.left)
const network = built.right
const assignment = smallAssignment(1)

/** Numbers that are told apart. */
const full: NetworkState = {
  weights: initialValues(network, 1),
  momentum: initialValues(network, 2),
  running: new Map(network.normalisations.map(({ name, channels: { logical } }, n) => [name, {
    mean: Float32Array.from({ length: logical }, (_, i) => n + i / 64), variance: Float32Array.from({ length: logical }, (_, i) => 1 + n + i / 32)
  }]))
}
const empty: NetworkState = { weights: new Map(), momentum: new Map(), running: new Map() }

describe.each([true, false])("the vector that a graph takes over (running statistics: %s)", (running) => {
  const graph = trainingGraph(network, assignment.architecture, running)
  const vector = writeState(graph, network, assignment, full)

  it("gives what was sampled back, and what was not stays as it is", () => {
    const read = readState(graph, vector, empty)
    expect(read.weights.size).toBe(graph.parameters.length)
    expect(graph.parameters.length).toBeLessThan(network.parameters.length)
    for (const [name, values] of read.weights) expect(values, name).toEqual(full.weights.get(name))
    for (const [name, values] of read.momentum) expect(values, name).toEqual(full.momentum.get(name))
    for (const [name, statistics] of read.running) expect(statistics, name).toEqual(full.running.get(name))
    expect(read.running.size).toBe(running ? graph.normalisations.length : 0)
    expect(readState(graph, vector, full)).toEqual(full)
  })

  it("has zeros for a momentum that is not there, and means of 0 and variances of 1", () => {
    const start = readState(graph, writeState(graph, network, assignment, { ...empty, weights: full.weights }), empty)
    expect([...start.momentum.values()].every((values) => values.every((x) => x === 0))).toBe(true)
    for (const { mean, variance } of start.running.values()) {
      expect([mean.every((x) => x === 0), variance.every((x) => x === 1)]).toEqual([true, true])
    }
  })

  it("ends with the soft weights of the draw, and the numbers of the training", () => {
    const count = graph.scales.reduce((sum, { length }) => sum + length, 0)
    const scales = vector.slice(-4 - count, -4)
    let at = 0
    for (const { by, length } of graph.scales) {
      const expected = by === null ? 1 : Math.fround(assignment.weights[by * 8 + assignment.architecture[by]!]!)
      expect([...scales.subarray(at, at += length)]).toEqual(Array(length).fill(expected))
    }
    const { momentum, weightDecay, gradientClip } = assignment.training
    expect(vector.slice(-4)).toEqual(Float32Array.of(assignment.learningRate, momentum, weightDecay, gradientClip))
    const statistics = running ? graph.normalisations.reduce((sum, { channels }) => sum + 2 * channels.logical, 0) : 0
    expect(vector).toHaveLength(2 * graph.parameters.reduce((sum, own) => sum + sizeOf(own), 0) + statistics + count + 4)
  })
})
