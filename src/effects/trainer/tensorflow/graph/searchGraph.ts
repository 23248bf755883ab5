import type { Architecture } from "../../../../core/architecture/architecture.ts"
import type { Network } from "../../network/network.ts"
import { type Parameter, sizeOf } from "../../network/parameter.ts"
import type { Normalisation } from "../../network/unit.ts"
import { descend } from "./descent.ts"
import { type Graph, newGraph, type Node, type Output, outputOf, shape, T, type } from "./graph.ts"
import { layoutShape } from "./layout.ts"
import type { Pass, ScaledBy } from "./pass.ts"
import { subNetwork } from "./subNetwork.ts"
import { newTape, type Tape } from "./tape.ts"
import { cut, joined, named, part, variable } from "./variables.ts"

/** Names by which a session is fed and asked. Floats are fed as the bits of int32, which stay on the host until they are read. */
export const inputs = { images: "images", labels: "labels", state: "new-state" } as const
export const outputs = {
  /** takes `new-state` over; a scalar of no meaning */
  loaded: "loaded",
  /** one step of descent on the batch, and what it was before it: `[2, images]`, losses and 1 where right */
  trained: "trained",
  /** the same without a step */
  evaluated: "evaluated",
  /** weights, momentum and running statistics as they stand */
  state: "state",
  /** of the batch's mean loss by all sampled parameters, before clipping */
  gradient: "gradient"
} as const

/** Numbers of a training, in this order at the end of `new-state`. */
export const settings = ["learningRate", "momentum", "weightDecay", "gradientClip"] as const

/** A vector of the soft weight of an edge, or of ones. */
export interface Scale {
  readonly by: ScaledBy
  readonly length: number
}

/** The graph of one architecture, and how its state lies in memory. */
export interface SearchGraph {
  readonly nodes: readonly Node[]
  /** sampled, in the order in which their weights (and then their momenta) lie one behind the other */
  readonly parameters: readonly Parameter[]
  /** whose running statistics are kept, mean and variance of each one behind the other */
  readonly normalisations: readonly Normalisation[]
  /** between the state and the settings */
  readonly scales: readonly Scale[]
}

const momentumOfStatistics = 0.1

/** Outputs of parts of a vector whose cut is added once all of them are known. */
const growing = <A>(vector: string, keyOf: (a: A) => string) => {
  const parts: A[] = []
  const places = new Map<string, Output>()
  return {
    parts,
    place: (a: A): Output => {
      const key = keyOf(a)
      const output = places.get(key) ?? outputOf(vector, parts.length)
      if (!places.has(key)) parts.push(a)
      places.set(key, output)
      return output
    }
  }
}

const sumOf = (lengths: readonly number[]): number => lengths.reduce((sum, length) => sum + length, 0)

/**
 * The graph that trains and evaluates one sampled sub-network. `running`: running statistics are kept while training, and
 * used while evaluating.
 */
export const searchGraph = (network: Network, architecture: Architecture, running: boolean): SearchGraph => {
  const graph = newGraph()
  const { channels: { logical: channels }, height, width } = network.images
  const placeholder = (name: string, ...sizes: readonly number[]): Output =>
    graph.add("Placeholder", [], { dtype: type("int32"), shape: shape(...sizes) }, name)
  const floats = (bits: Output): Output => graph.add("Bitcast", [bits], { T: type("int32"), type: type("float") })
  const images = floats(placeholder(inputs.images, -1, height, width, channels))
  const labels = placeholder(inputs.labels, -1)

  const parameters = growing<Parameter>("parameters/cut", ({ name }) => name)
  const scales = growing<Scale>("scales/cut", ({ by, length }) => `${by} ${length}`)
  const statistics = growing<Normalisation>("running/cut", ({ name }) => name)
  const shaped = new Map<string, Output>()
  const parameter = (wanted: Parameter): Output => {
    const known = shaped.get(wanted.name)
    if (known !== undefined) return known
    const sizes = layoutShape(wanted)
    const output = graph.add("Reshape", [parameters.place(wanted), graph.integers([sizes.length], sizes)], T)
    shaped.set(wanted.name, output)
    return output
  }
  const zeros = (length: number): Output => graph.floats([length], Array<number>(length).fill(0))
  const moved: Output[] = []

  const pass = (tape: Tape | null, evaluates: boolean): Pass => ({
    graph,
    tape,
    parameter,
    rectified: new Map(),
    scale: (by) => graph.add("Reshape", [scales.place({ by, length: 1 }), graph.integers([0], [])], T),
    normalisation: (normalisation, by) => {
      const { affine, channels: { logical: length } } = normalisation
      const vector = running ? statistics.place(normalisation) : null
      return {
        gamma: affine === null ? scales.place({ by, length }) : parameter(affine.gamma),
        beta: affine === null ? zeros(length) : parameter(affine.beta),
        running: vector === null || !evaluates ? null : halves(graph, vector, length)
      }
    },
    onStatistics: (_, mean, variance) => {
      if (running && !evaluates) moved.push(mean, variance)
    }
  })

  const tape = newTape(graph)
  const trained = subNetwork(pass(tape, false), network, architecture, images, labels)
  tape.backward()
  const evaluated = running ? subNetwork(pass(null, true), network, architecture, images, labels) : trained

  const lengths = {
    parameters: parameters.parts.map(sizeOf),
    scales: scales.parts.map(({ length }) => length),
    running: statistics.parts.map(({ channels: { logical } }) => 2 * logical)
  }
  const sizes = [
    sumOf(lengths.parameters), sumOf(lengths.parameters), sumOf(lengths.running), sumOf(lengths.scales), settings.length
  ] as const
  const [weights, momentum, means, scale, set] = sizes.map((length, i) =>
    variable(graph, ["parameters", "momentum", "running", "scales", "settings"][i]!, length)) as
    [Variable, Variable, Variable, Variable, Variable]
  cut(graph, weights.read, lengths.parameters, "parameters/cut")
  cut(graph, scale.read, lengths.scales, "scales/cut")
  if (running) cut(graph, means.read, lengths.running, "running/cut")

  const flat = (output: Output): Output => graph.add("Reshape", [output, graph.integers([1], [-1])], T)
  // Of a node that nothing reads: weights that are sampled and have no gradient.
  const none = (own: Parameter): Output =>
    graph.add("Fill", [graph.integers([1], [sizeOf(own)]), graph.floats([], [0])], { ...T, index_type: type("int32") })
  const gradient = joined(graph, parameters.parts.map((own) => {
    const known = tape.gradientOf(shaped.get(own.name)!)
    return known === null ? none(own) : flat(known)
  }))
  const scalars = cut(graph, set.read, settings.map(() => 1))
  const scalar = (i: number): Output => graph.add("Reshape", [part(scalars, i), graph.integers([0], [])], T)
  const next = descend(graph, {
    weights: weights.read, momentum: momentum.read, gradient,
    learningRate: scalar(0), kept: scalar(1), weightDecay: scalar(2), clip: scalar(3)
  })
  const writes = [weights.assign(next.weights), momentum.assign(next.momentum)]
  if (running) writes.push(means.assign(moving(graph, means.read, joined(graph, moved))))

  const given = cut(graph, floats(placeholder(inputs.state, sumOf(sizes))), sizes)
  const loads = [weights, momentum, means, scale, set].map(({ assign }, i) => assign(part(given, i)))
  named(graph, outputs.loaded, graph.floats([], [0]), loads)
  named(graph, outputs.trained, trained.results, writes)
  named(graph, outputs.evaluated, evaluated.results)
  named(graph, outputs.gradient, gradient)
  named(graph, outputs.state, joined(graph, [weights.read, momentum.read, means.read]))
  return { nodes: graph.nodes, parameters: parameters.parts, normalisations: statistics.parts, scales: scales.parts }
}

type Variable = ReturnType<typeof variable>

/** Mean and variance, which lie one behind the other. */
const halves = (graph: Graph, vector: Output, length: number) => {
  const both = cut(graph, vector, [length, length])
  return { mean: both, variance: part(both, 1) }
}

/** PyTorch's running statistics: a tenth of the batch's, nine tenths of what was there. */
const moving = (graph: Graph, before: Output, batch: Output): Output => {
  const share = graph.add("Mul", [batch, graph.floats([], [momentumOfStatistics])], T)
  return graph.add("AddV2", [graph.add("Mul", [before, graph.floats([], [1 - momentumOfStatistics])], T), share], T)
}
