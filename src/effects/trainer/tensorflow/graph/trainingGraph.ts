import type { Architecture } from "../../../../core/architecture/architecture.ts"
import type { Network } from "../../network/network.ts"
import { type Parameter, sizeOf } from "../../network/parameter.ts"
import type { Normalisation } from "../../network/unit.ts"
import { descend } from "./descent.ts"
import { type Graph, newGraph, type Node, type Output, outputOf, shape, T, type } from "./graph.ts"
import { layoutShape } from "./layout.ts"
import { inputs, outputs } from "./names.ts"
import type { Pass } from "./pass.ts"
import { meanAndVariance, movedStatistics } from "./runningStatistics.ts"
import { regionPlaces, type Scale, settings, type StateLayout } from "./stateLayout.ts"
import { subNetwork } from "./subNetwork.ts"
import { newTape, type Tape } from "./tape.ts"
import { cutName, joined, named, stateVariables, takeOver } from "./variables.ts"
import { vectorParts } from "./vectorParts.ts"

/** The graph of one architecture, and how its state lies in memory. */
export interface TrainingGraph extends StateLayout {
  readonly nodes: readonly Node[]
}

/** What a graph is fed with, int32. */
const placeholder = (graph: Graph, name: string, ...sizes: readonly number[]): Output =>
  graph.add("Placeholder", [], { dtype: type("int32"), shape: shape(...sizes) }, name)

/** The floats whose bits integers are. */
const floats = (graph: Graph, bits: Output): Output =>
  graph.add("Bitcast", [bits], { T: type("int32"), type: type("float") })

/** What the passes through a graph have in common: its weights, and what they need beside them. */
const sharedParts = (graph: Graph, running: boolean) => {
  const weights = vectorParts<Parameter>(cutName("weights"), ({ name }) => name)
  const scales = vectorParts<Scale>(cutName("scales"), ({ by, length }) => `${by} ${length}`)
  const statistics = vectorParts<Normalisation>(cutName("running"), ({ name }) => name)
  const shaped = new Map<string, Output>()
  const parameter = (wanted: Parameter): Output => {
    const known = shaped.get(wanted.name)
    if (known !== undefined) return known
    const sizes = layoutShape(wanted)
    const output = graph.add("Reshape", [weights.output(wanted), graph.integers([sizes.length], sizes)], T)
    shaped.set(wanted.name, output)
    return output
  }
  const zeros = (length: number): Output => graph.floats([length], Array<number>(length).fill(0))

  /** `onStatistics`: null where the pass is by the running statistics. */
  const pass = (tape: Tape | null, onStatistics: Pass["onStatistics"] | null): Pass => ({
    graph,
    tape,
    parameter,
    made: new Map(),
    scale: (by) => graph.add("Reshape", [scales.output({ by, length: 1 }), graph.integers([0], [])], T),
    normalisation: (normalisation, by) => {
      const { affine, channels: { logical: length } } = normalisation
      const own = running ? statistics.output(normalisation) : null
      return {
        gamma: affine === null ? scales.output({ by, length }) : parameter(affine.gamma),
        beta: affine === null ? zeros(length) : parameter(affine.beta),
        running: own === null || onStatistics !== null ? null : meanAndVariance(graph, own, length)
      }
    },
    onStatistics: onStatistics ?? (() => {})
  })
  const layout = (): StateLayout =>
    ({ parameters: weights.parts, normalisations: statistics.parts, scales: scales.parts })
  return { pass, parameter, layout }
}

/** The gradient of all sampled weights as one vector: 0 for those of a node that nothing reads. */
const flatGradient = (
  graph: Graph, tape: Tape, parameters: readonly Parameter[], outputOfParameter: (parameter: Parameter) => Output
): Output =>
  joined(graph, parameters.map((parameter) => {
    const gradient = tape.gradientOf(outputOfParameter(parameter))
    return gradient === null
      ? graph.add("Fill", [graph.integers([1], [sizeOf(parameter)]), graph.floats([], [0])], {
        ...T, index_type: type("int32")
      })
      : graph.add("Reshape", [gradient, graph.integers([1], [-1])], T)
  }))

/**
 * The graph that trains and evaluates one sampled sub-network. `running`: running statistics are kept while training, and
 * used while evaluating.
 */
export const trainingGraph = (network: Network, architecture: Architecture, running: boolean): TrainingGraph => {
  const graph = newGraph()
  const { channels: { logical: channels }, height, width } = network.images
  const images = floats(graph, placeholder(graph, inputs.images, -1, height, width, channels))
  const labels = placeholder(graph, inputs.labels, -1)
  const shared = sharedParts(graph, running)

  const tape = newTape(graph)
  const statistics: Output[] = []
  const training = shared.pass(tape, (_, mean, variance) => statistics.push(mean, variance))
  const trained = subNetwork(training, network, architecture, images, labels)
  tape.backward()
  const evaluated = running ? subNetwork(shared.pass(null, null), network, architecture, images, labels) : trained

  const layout = shared.layout()
  const variables = stateVariables(graph, layout)
  const { weights, momenta } = variables
  const gradient = flatGradient(graph, tape, layout.parameters, shared.parameter)
  const setting = (name: (typeof settings)[number]): Output => {
    const own = outputOf(cutName("settings"), settings.indexOf(name))
    return graph.add("Reshape", [own, graph.integers([0], [])], T)
  }
  const next = descend(graph, {
    weights: weights.read, momentum: momenta.read, gradient,
    learningRate: setting("learningRate"), kept: setting("momentum"), weightDecay: setting("weightDecay"),
    clip: setting("gradientClip")
  })
  const writes = [weights.assign(next.weights), momenta.assign(next.momentum)]
  if (running) writes.push(variables.running.assign(movedStatistics(graph, variables.running.read, joined(graph, statistics))))

  const state = floats(graph, placeholder(graph, inputs.state, regionPlaces(layout).end))
  named(graph, outputs.loaded, graph.floats([], [0]), takeOver(graph, layout, variables, state))
  named(graph, outputs.trained, trained.results, writes)
  named(graph, outputs.evaluated, evaluated.results)
  named(graph, outputs.gradient, gradient)
  named(graph, outputs.state, joined(graph, [weights.read, momenta.read, variables.running.read]))
  return { ...layout, nodes: graph.nodes }
}
