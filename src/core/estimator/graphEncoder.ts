import { rationalTanh } from "../numeric/rationalTanh.ts"
import type { CellGraph } from "./cellGraph.ts"
import { addOuterProduct, addVector, addVectorTimesMatrix, matrixTimesVector } from "./matrixProducts.ts"

export interface GraphShape {
  readonly graph: CellGraph
  /** K */
  readonly operations: number
  /** D, numbers in the state of a node */
  readonly hidden: number
  /** R */
  readonly rounds: number
}

/** Where each part of the encoder's weights begins; the first one at 0. */
export const encoderParameters = ({ graph, operations: K, hidden: D }: GraphShape) => {
  /** W `[K, D, D]`, then b `[K, D]` */
  const messageBias = K * D * D
  /** S `[D, D]` */
  const self = messageBias + K * D
  /** c `[nodes, D]` */
  const nodeBias = self + D * D
  return { messageBias, self, nodeBias, count: nodeBias + graph.nodes.length * D }
}

/**
 * A graph network over the cells' nodes: from H to an embedding of the architecture. It owns the memory of its passes:
 * the backward pass follows the forward pass of the same input and weights.
 */
export interface GraphEncoder {
  /** how many weights it has: the first ones of the vectors that it is given */
  readonly parameters: number
  /** `[cells, D]`, left by `encode` */
  readonly embedding: Float64Array
  encode(weights: Float64Array, inputs: Float64Array, at: number): void
  /**
   * From `slopes` `[cells, D]`, the derivatives with respect to the embedding: adds those with respect to the weights
   * to `gradient`, and those with respect to the input to `inputGradients` at `at`, each unless it is null.
   */
  backward(
    weights: Float64Array,
    inputs: Float64Array,
    at: number,
    slopes: Float64Array,
    gradient: Float64Array | null,
    inputGradients: Float64Array | null
  ): void
}

/**
 * Message passing along the edges of the cells. Each node has a bias c_v of its own; an input of a cell keeps the state
 * h_v = tanh(c_v). In each of R rounds the other nodes are updated, from the earliest on, so that what a round changes
 * reaches every later node:
 *
 *     h_v <- tanh(c_v + S h_v + sum over edges u -> v of sum_k H[edge, k] (W_k h_u + b_k))
 *
 * with the same weights in each round and, W_k and b_k, on every edge. The first round has no S h_v. Operations that
 * let nothing through send no message. The embedding is the mean state of the computed nodes of each cell.
 *
 * Messages in topological order as in Zhang and others, "D-VAE", 2019; soft operations and the rest are our choice.
 */
export const graphEncoder = (shape: GraphShape): GraphEncoder => {
  const { graph, operations: K, hidden: D, rounds } = shape
  const { nodes, computed, passes } = graph
  const { messageBias, self, nodeBias, count } = encoderParameters(shape)
  const perRound = nodes.length * D
  const last = (rounds - 1) * perRound
  const isInput = (v: number): boolean => nodes[v].incoming.length === 0
  /** Where the state of node v stands that a round reads: an input has one for all rounds. */
  const place = (round: number, v: number): number => (isInput(v) ? 0 : round * perRound) + v * D

  /** `[R, nodes, D]`: after each round */
  const states = new Float64Array(rounds * perRound)
  const stateSlopes = new Float64Array(states.length)
  /** `[R, nodes, K, D]` W_k h + b_k of each state, made when it is first needed: edges from one node share it */
  const messages = new Float64Array(states.length * K)
  const messageSlopes = new Float64Array(messages.length)
  /** `[R, nodes, K]` which of them are made, and which have been read by an edge whose weight is not 0 */
  const made = new Uint8Array(messages.length / D)
  const read = new Uint8Array(made.length)
  const embedding = new Float64Array(graph.cells * D)
  const argumentSlope = new Float64Array(D)
  const back = new Float64Array(D)

  /** Where the message of operation k from the state at `from` stands. */
  const message = (weights: Float64Array, from: number, k: number): number => {
    const to = from * K + k * D
    if (made[to / D] === 0) {
      made[to / D] = 1
      for (let j = 0; j < D; j++) messages[to + j] = weights[messageBias + k * D + j]
      addVectorTimesMatrix(1, states, from, weights, k * D * D, D, D, messages, to)
    }
    return to
  }

  const update = (weights: Float64Array, inputs: Float64Array, at: number, round: number, v: number): void => {
    const to = round * perRound + v * D
    for (let j = 0; j < D; j++) states[to + j] = weights[nodeBias + v * D + j]
    if (round > 0) addVectorTimesMatrix(1, states, to - perRound, weights, self, D, D, states, to)
    for (const { edge, from } of nodes[v].incoming) {
      for (let k = 0; k < K; k++) {
        const h = inputs[at + edge * K + k]
        if (h !== 0 && passes[k]) addVector(h, messages, message(weights, place(round, from), k), D, states, to)
      }
    }
    for (let j = 0; j < D; j++) states[to + j] = rationalTanh(states[to + j])
  }

  const encode = (weights: Float64Array, inputs: Float64Array, at: number): void => {
    made.fill(0)
    for (let round = 0; round < rounds; round++) {
      for (let v = 0; v < nodes.length; v++) if (round === 0 || !isInput(v)) update(weights, inputs, at, round, v)
    }
    embedding.fill(0)
    for (let v = 0; v < nodes.length; v++) {
      const { cell } = nodes[v]
      if (!isInput(v)) addVector(1 / computed[cell], states, last + v * D, D, embedding, cell * D)
    }
  }

  /** Back through the messages that were read of the state at `from`. */
  const messagesBack = (weights: Float64Array, from: number, gradient: Float64Array | null): void => {
    for (let k = 0; k < K; k++) {
      const at = from * K + k * D
      if (read[at / D] === 0) continue
      matrixTimesVector(weights, k * D * D, D, D, messageSlopes, at, back, 0)
      addVector(1, back, 0, D, stateSlopes, from)
      if (gradient === null) continue
      addVector(1, messageSlopes, at, D, gradient, messageBias + k * D)
      addOuterProduct(1, states, from, D, messageSlopes, at, D, gradient, k * D * D)
    }
  }

  /** Back through one update, once all that reads its result is done. */
  const updateBack = (
    weights: Float64Array,
    inputs: Float64Array,
    at: number,
    round: number,
    v: number,
    gradient: Float64Array | null,
    inputGradients: Float64Array | null
  ): void => {
    const to = round * perRound + v * D
    messagesBack(weights, to, gradient)
    for (let j = 0; j < D; j++) argumentSlope[j] = stateSlopes[to + j] * (1 - states[to + j] * states[to + j])
    if (gradient !== null) addVector(1, argumentSlope, 0, D, gradient, nodeBias + v * D)
    if (round > 0) {
      matrixTimesVector(weights, self, D, D, argumentSlope, 0, back, 0)
      addVector(1, back, 0, D, stateSlopes, to - perRound)
      if (gradient !== null) addOuterProduct(1, states, to - perRound, D, argumentSlope, 0, D, gradient, self)
    }
    for (const { edge, from } of nodes[v].incoming) {
      for (let k = 0; k < K; k++) {
        const h = inputs[at + edge * K + k]
        if (!passes[k] || (h === 0 && inputGradients === null)) continue
        const sent = message(weights, place(round, from), k)
        if (h !== 0) {
          read[sent / D] = 1
          addVector(h, argumentSlope, 0, D, messageSlopes, sent)
        }
        if (inputGradients === null) continue
        let sum = 0
        for (let j = 0; j < D; j++) sum += messages[sent + j] * argumentSlope[j]
        inputGradients[at + edge * K + k] += sum
      }
    }
  }

  return {
    parameters: count,
    embedding,
    encode,
    backward: (weights, inputs, at, slopes, gradient, inputGradients) => {
      stateSlopes.fill(0)
      messageSlopes.fill(0)
      read.fill(0)
      for (let v = 0; v < nodes.length; v++) {
        const { cell } = nodes[v]
        if (!isInput(v)) addVector(1 / computed[cell], slopes, cell * D, D, stateSlopes, last + v * D)
      }
      for (let round = rounds - 1; round >= 0; round--) {
        for (let v = nodes.length - 1; v >= 0; v--) {
          if (round === 0 || !isInput(v)) updateBack(weights, inputs, at, round, v, gradient, inputGradients)
        }
      }
    }
  }
}
