import { type Graph, integer, type Output, outputOf, shape, T, text, type } from "./graph.ts"

/** A vector that stays in the session from run to run. */
export interface Variable {
  readonly read: Output
  /** gives the name of the operation that writes, to be waited for */
  readonly assign: (value: Output) => string
}

export const variable = (graph: Graph, name: string, length: number): Variable => {
  const handle = graph.add("VarHandleOp", [], {
    dtype: type("float"), shape: shape(length), container: text(""), shared_name: text(name)
  }, name)
  return {
    read: graph.add("ReadVariableOp", [handle], { dtype: type("float") }, `${name}/read`),
    assign: (value) => graph.add("AssignVariableOp", [handle, value], { dtype: type("float") })
  }
}

/** A vector cut into parts of these lengths, which are outputs 0, 1, 2, ... of it; a part of no length may be one of them. */
export const cut = (graph: Graph, vector: Output, lengths: readonly number[], name?: string): Output =>
  graph.add("SplitV", [vector, graph.integers([lengths.length], lengths), graph.integers([], [0])], {
    ...T, Tlen: type("int32"), num_split: integer(lengths.length)
  }, name)

/** Vectors one behind the other. */
export const joined = (graph: Graph, vectors: readonly Output[]): Output => (vectors.length === 1
  ? vectors[0]!
  : graph.add("ConcatV2", [...vectors, graph.integers([], [0])], {
    ...T, N: integer(vectors.length), Tidx: type("int32")
  }))

/** An output by a name of its own, given once the operations `after` are done. */
export const named = (graph: Graph, name: string, output: Output, after: readonly string[] = []): Output =>
  graph.add("Identity", [output, ...after.map((operation) => `^${operation}`)], T, name)

export const part = outputOf
