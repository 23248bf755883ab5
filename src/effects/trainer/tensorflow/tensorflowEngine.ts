import * as Effect from "effect/Effect"
import { architectureKey } from "../../../core/architecture/architecture.ts"
import type { Assignment } from "../../../core/search/command.ts"
import type { TrainerError } from "../Trainer.ts"
import { builtNetwork } from "../superNetwork/builtNetwork.ts"
import { initialState } from "../superNetwork/initialState.ts"
import type { NetworkState } from "../superNetwork/networkState.ts"
import type { BatchResult, SuperNetworkEngine } from "../superNetwork/SuperNetworkEngine.ts"
import type { EngineSize } from "../superNetwork/superNetworkTrainer.ts"
import { batchSlots } from "./batchSlots.ts"
import { encodeSavedModel } from "./graph/savedModel.ts"
import { inputs, outputs } from "./graph/names.ts"
import { type TrainingGraph, trainingGraph } from "./graph/trainingGraph.ts"
import type { Session } from "./session/session.ts"
import { readState, writeState } from "./stateVector.ts"

/** The graph in the session, and whose numbers it holds. */
interface Loaded {
  readonly key: string
  readonly graph: TrainingGraph
  /** what it runs; null: its numbers are not to be used */
  assignment: Assignment | null
  /** it was trained since its numbers were read */
  moved: boolean
}

const isFinite = (numbers: Float32Array): boolean => numbers.every(Number.isFinite)

/** `[2, images]`: losses and rights, summed in float64 in their order. */
const resultOf = (values: Float32Array, images: number): BatchResult => {
  let loss = 0
  let right = 0
  for (let image = 0; image < images; image++) {
    loss += values[image]!
    right += values[images + image]!
  }
  return { images, loss, right }
}

/**
 * Trains in a session: each architecture has a graph of its own, which holds the weights of its operations while it is
 * trained. All others stay here, as plain values: to go back is to forget the graph's.
 */
export const tensorflowEngine = (
  session: Session, { shape, batch }: Pick<EngineSize, "shape" | "batch">, threads?: number
): Effect.Effect<SuperNetworkEngine, TrainerError> => Effect.map(builtNetwork(shape), (network) => {
  const slots = batchSlots(shape, batch, session.shared)
  let standing = initialState(network, 0)
  let kept = standing
  let loaded: Loaded | null = null

  /** Reads what the graph has made of its weights. */
  const synchronise = Effect.suspend(() => {
    const from = loaded
    if (from === null || !from.moved) return Effect.void
    return Effect.map(session.ask({ type: "run", feeds: [], output: outputs.state }), ({ values }) => {
      standing = readState(from.graph, values, standing)
      from.moved = false
    })
  })

  const replace = (state: NetworkState): void => {
    standing = state
    if (loaded !== null) {
      loaded.moved = false
      loaded.assignment = null
    }
  }

  const graphFor = Effect.fnUntraced(function*({ architecture, training }: Assignment) {
    const running = training.validationStatistics === "running"
    const key = `${architectureKey(architecture)} ${running}`
    if (loaded?.key === key) return loaded
    const graph = trainingGraph(network, architecture, running)
    loaded = null
    yield* session.ask({ type: "load", model: encodeSavedModel(graph.nodes) })
    loaded = { key, graph, assignment: null, moved: false }
    return loaded
  })

  /** Brings graph and numbers of an assignment into the session. */
  const bring = Effect.fnUntraced(function*(assignment: Assignment) {
    if (loaded !== null && loaded.assignment === assignment) return loaded
    yield* synchronise
    const own = yield* graphFor(assignment)
    const vector = writeState(own.graph, network, assignment, standing)
    const values = new Int32Array(vector.buffer)
    yield* session.ask({ type: "run", feeds: [{ name: inputs.state, shape: [values.length], values }], output: outputs.loaded })
    own.assignment = assignment
    return own
  })

  const load: SuperNetworkEngine["load"] = (assignment, purpose) => Effect.map(bring(assignment), (own) => {
    const output = purpose === "training" ? outputs.trained : outputs.evaluated
    return {
      run: (next, upNext) => Effect.flatMap(slots.feeds(next), (feeds) => {
        if (purpose === "training") own.moved = true
        const asked = session.ask({ type: "run", feeds, output })
        const prepared = upNext === null ? Effect.void : slots.prepare(upNext)
        // The request is given to TensorFlow first.
        return Effect.map(
          Effect.all([asked, prepared], { concurrency: 2 }), ([{ values }]) => resultOf(values, next.images.length))
      })
    }
  })

  return {
    network,
    ...(threads === undefined ? {} : { threads }),
    load,
    weights: {
      reset: (seed) => Effect.sync(() => replace(initialState(network, seed))),
      read: Effect.map(synchronise, () => standing),
      write: (state) => Effect.sync(() => {
        const { running } = initialState(network, 0)
        replace({ ...state, running: new Map([...running, ...state.running]) })
      }),
      keep: Effect.map(synchronise, () => {
        kept = standing
      }),
      putBack: Effect.sync(() => replace(kept)),
      isFinite: Effect.map(synchronise, () => loaded === null || [
        ...loaded.graph.parameters.flatMap(({ name }) => [standing.weights.get(name)!, standing.momentum.get(name)!]),
        ...loaded.graph.normalisations.flatMap(({ name }) => Object.values(standing.running.get(name)!))
      ].every(isFinite))
    }
  }
})
