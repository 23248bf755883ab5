import { type Graph, integer, type Output, outputOf, shape, T, text, type } from "./graph.ts"
import { partLengths, type Region, regionLengths, regions, type StateLayout } from "./stateLayout.ts"

/** A vector that stays in the session from run to run. */
export interface Variable {
  readonly read: Output
  /** gives the name of the operation that writes, to be waited for */
  readonly assign: (value: Output) => string
}

const variable = (graph: Graph, name: string, length: number): Variable => {
  const handle = graph.add("VarHandleOp", [], {
    dtype: type("float"), shape: shape(length), container: text(""), shared_name: text(name)
  }, name)
  return {
    read: graph.add("ReadVariableOp", [handle], { dtype: type("float") }, `${name}/read`),
    assign: (value) => graph.add("AssignVariableOp", [handle, value], { dtype: type("float") })
  }
}

/** A vector cut into parts of these lengths, which are outputs 0, 1, 2, ... of it; some may be of no length. */
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

/** The node that cuts a region into its parts. */
export const cutName = (region: Region): string => `${region}/cut`

/** A variable for each region of a state, cut into its parts where it has any. */
export const stateVariables = (graph: Graph, layout: StateLayout): Readonly<Record<Region, Variable>> => {
  const lengths = regionLengths(layout)
  const parts = partLengths(layout)
  return Object.fromEntries(regions.map((region) => {
    const own = variable(graph, region, lengths[region])
    if (parts[region].length > 0) cut(graph, own.read, parts[region], cutName(region))
    return [region, own]
  })) as Record<Region, Variable>
}

/** Takes a whole state over from one vector; gives the names of the operations that write. */
export const takeOver = (
  graph: Graph, layout: StateLayout, variables: Readonly<Record<Region, Variable>>, state: Output
): readonly string[] => {
  const lengths = regionLengths(layout)
  const given = cut(graph, state, regions.map((region) => lengths[region]))
  return regions.map((region, i) => variables[region].assign(outputOf(given, i)))
}
