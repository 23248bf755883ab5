import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { chosenOperations } from "../../../src/core/architecture/architecture.ts"
import { edgeCount, operationMask, type Space } from "../../../src/core/architecture/space.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { autoencoder } from "../../../src/core/estimator/autoencoder.ts"
import { gnn, graphShapeOf } from "../../../src/core/estimator/gnn.ts"
import { graphDecoder } from "../../../src/core/estimator/graphDecoder.ts"
import { graphEncoder } from "../../../src/core/estimator/graphEncoder.ts"
import { unlabelled } from "../../../src/core/estimator/unlabelled.ts"
import { spaces } from "../architecture/randomSpaces.ts"
import { contextOn } from "./contexts.ts"
import { someSamples } from "./laws.ts"

/** The same space with the edges of each cell in reverse, and where each edge went: `place[new] = old`. */
const reversed = (space: Space) => {
  let before = 0
  const place = space.cells.flatMap(({ edges }) => {
    const first = before
    before += edges.length
    return edges.map((_, e) => first + edges.length - 1 - e)
  })
  return { place, space: { ...space, cells: space.cells.map((cell) => ({ ...cell, edges: cell.edges.toReversed() })) } }
}

const uniformInputs = (space: Space, count: number) => {
  const size = edgeCount(space) * space.operations.length
  const draw = unlabelled(space)
  const inputs = new Float64Array(count * size)
  for (let i = 0; i < count; i++) {
    draw({ seed: 5, stream: "folds", a: 0, b: 0 }, i, inputs.subarray(i * size, (i + 1) * size))
  }
  return { count, inputs, steps: new Float64Array(count) }
}

describe("the graph network", () => {
  it("reads the graph, not the order of its edges, on any space", () => {
    fc.assert(fc.property(spaces(), (space) => {
      const K = space.operations.length
      const edges = edgeCount(space)
      const queries = uniformInputs(space, 3)
      const turned = reversed(space)
      const inputs = queries.inputs.map((_, i) => {
        const [architecture, e, k] = [Math.floor(i / (edges * K)), Math.floor(i / K) % edges, i % K]
        return queries.inputs[(architecture * edges + turned.place[e]!) * K + k]!
      })
      const [one, other] = [space, turned.space].map((graph) => gnn(contextOn(graph, { hidden: 4 })))
      const predictions = one!.predict(one!.init(), queries)
      expect(predictions.every(Number.isFinite)).toBe(true)
      other!.predict(other!.init(), { ...queries, inputs })
        .forEach((y, i) => expect(y).toBeCloseTo(predictions[i]!, 12))
    }), { numRuns: 40 })
  })

  it("hears nothing through none, and something through every other operation", () => {
    const psi = gnn(contextOn(nb201))
    const gradient = psi.gradient!(psi.init(), someSamples(1, 1, 6, 5))
    gradient.forEach((g, i) => (i % 5 === 0 ? expect(g).toBe(0) : expect(g).not.toBe(0)))
  })

  it("lets what an early edge holds reach the last node within one round", () => {
    const shape = graphShapeOf(contextOn(nb201, { hidden: 4, rounds: 1 }))
    const encoder = graphEncoder(shape)
    const weights = Float64Array.from({ length: encoder.parameters }, (_, i) => Math.sin(i))
    // 0 -> 1 -> 2 -> 3 alone: the states of nodes 2 and 3 depend on the first edge through the nodes before them
    const embeddingOf = (firstOperation: number) => {
      const input = new Float64Array(30)
      for (const [edge, k] of [[0, firstOperation], [2, 1], [5, 1]] as const) input[edge * 5 + k] = 1
      encoder.encode(weights, input, 0)
      const all = encoder.embedding.slice()
      input[5 * 5 + 1] = 0
      encoder.encode(weights, input, 0)
      return all.map((z, j) => z - encoder.embedding[j]!)
    }
    // what the last edge changes depends on what the first one holds
    expect(embeddingOf(1)).not.toEqual(embeddingOf(3))
  })

  it("works on two cells of 14 edges", () => {
    const psi = gnn(contextOn(nasnet, { head: "affine", learningRate: 0.01 }))
    const samples = someSamples(2, 20, 28, 8)
    const { state, tau } = psi.fit(psi.init(), samples, 60, null)
    expect(psi.predict(state, samples).every(Number.isFinite)).toBe(true)
    expect(tau).toBeGreaterThan(0.5)
  })
})

describe("the graph autoencoder", () => {
  const context = contextOn(nb201, { head: "affine", learningRate: 0.01, beta1: 0.9, batches: "drawn" })
  const psi = autoencoder(context)
  const samples = someSamples(4, 30, 6, 5)
  const { state, tau } = psi.fit(psi.init(), samples, 400, null)

  /** The share of edges whose operation comes back from the embedding, of architectures that no fit has seen. */
  const returned = (weights: Float64Array): number => {
    const encoder = graphEncoder(graphShapeOf(context))
    const { length } = encoder.embedding
    const decoder = graphDecoder(operationMask(nb201), 6, length, encoder.parameters + length + 1)
    const { inputs } = uniformInputs(nb201, 200)
    let right = 0
    for (let i = 0; i < 200; i++) {
      encoder.encode(weights, inputs, i * 30)
      decoder.decode(weights, encoder.embedding)
      const truth = chosenOperations(inputs.subarray(i * 30, (i + 1) * 30), 5)
      chosenOperations(decoder.probabilities, 5).forEach((k, e) => (right += k === truth[e] ? 1 : 0))
    }
    return right / 1200
  }

  it("learns to give architectures back that it has never seen, while it learns the losses", () => {
    expect(returned(psi.init().weights)).toBeLessThan(0.3)
    expect(returned(state.weights)).toBeGreaterThan(0.6)
    expect(tau).toBeGreaterThan(0.8)
  })

  it("gives probabilities that add up to 1 on each edge, and none to what may not stand there", () => {
    const mask = Uint8Array.of(1, 1, 0, 0, 1, 1)
    const decoder = graphDecoder(mask, 2, 3, 0)
    const weights = Float64Array.from({ length: decoder.parameters }, (_, i) => 300 * Math.sin(i))
    decoder.decode(weights, Float64Array.of(1, -2, 3))
    const p = decoder.probabilities
    expect([p[2], p[3]]).toEqual([0, 0])
    expect(p[0]! + p[1]!).toBeCloseTo(1, 12)
    expect(p[4]! + p[5]!).toBeCloseTo(1, 12)
  })
})
