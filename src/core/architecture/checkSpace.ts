import { left, right } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import { edgeCount } from "./space.ts"
import type { Cell, Edge, Space } from "./space.ts"

/** Our choice; a fold keeps a few arrays of E * K numbers. */
const most = { edges: 4096, operations: 256, nodes: 4096, nameLength: 100 }

const quoted = (name: string): string => JSON.stringify(name.slice(0, most.nameLength))

function* inName(where: string, name: string): Generator<string> {
  if (name === "") yield `${where}: the name is empty`
  if (name.length > most.nameLength) yield `${where}: the name is longer than ${most.nameLength} characters`
  const breaking = /[|~+;=\s'"\\\p{Cc}\p{Cs}]/u.exec(name)
  if (breaking !== null) {
    yield `${where}: a name cannot hold ${JSON.stringify(breaking[0])}, which would break the printed form`
  }
}

function* inOperations(space: Space): Generator<string> {
  const { operations } = space
  if (operations.length === 0) yield "operations: a space needs at least one operation"
  if (operations.length > most.operations) {
    yield `operations: ${operations.length} operations, at most ${most.operations} are possible`
  }
  for (const [k, name] of operations.entries()) {
    yield* inName(`operations[${k}]`, name)
    if (operations.indexOf(name) < k) yield `operations[${k}]: ${quoted(name)} stands in the list twice`
  }
}

function* inEdge(cell: Cell, edge: Edge, where: string, space: Space): Generator<string> {
  const { from, to, operations } = edge
  const last = cell.inputs + cell.nodes - 1
  if (to > last) yield `${where}: there is no node ${to}, the last one of the cell is ${last}`
  if (to < cell.inputs) yield `${where}: node ${to} is an input of the cell, no edge can lead to it`
  if (from >= to) yield `${where}: an edge leads from an earlier node to a later one`
  if (operations === undefined) return
  if (operations.length === 0) yield `${where}.operations: the list is empty, no operation could stand here`
  for (const [i, name] of operations.entries()) {
    if (!space.operations.includes(name)) {
      yield `${where}.operations[${i}]: ${quoted(name)} is not among the space's operations`
    }
    if (operations.indexOf(name) < i) yield `${where}.operations[${i}]: ${quoted(name)} stands in the list twice`
  }
}

/** A node takes two of its incoming edges, and `none` never stands on a taken one. */
const canBeTaken = (space: Space, edge: Edge): boolean =>
  (edge.operations ?? space.operations).some((name) => name !== "none")

function* inNodes(cell: Cell, where: string, space: Space): Generator<string> {
  const incoming = new Map<number, { edges: number; takeable: number }>()
  for (const edge of cell.edges) {
    const { edges, takeable } = incoming.get(edge.to) ?? { edges: 0, takeable: 0 }
    incoming.set(edge.to, { edges: edges + 1, takeable: takeable + (canBeTaken(space, edge) ? 1 : 0) })
  }
  for (let node = cell.inputs; node < cell.inputs + cell.nodes; node++) {
    const into = incoming.get(node)
    if (into === undefined) {
      yield `${where}: node ${node} has no incoming edge`
    } else if (space.derivation === "two-inputs" && into.takeable < 2) {
      yield `${where}: node ${node} needs two incoming edges with an operation other than none (derivation two-inputs)`
    }
  }
}

function* inCell(cell: Cell, where: string, space: Space): Generator<string> {
  yield* inName(`${where}.name`, cell.name)
  if (space.derivation === "two-inputs" && !/^(?!.*_concat$)[A-Za-z_][A-Za-z0-9_]*$/.test(cell.name)) {
    yield `${where}.name: ${quoted(cell.name)} cannot be a field of a genotype: letters, digits and _, `
      + "not ending in _concat"
  }
  if (cell.inputs + cell.nodes > most.nodes) {
    yield `${where}: ${cell.inputs + cell.nodes} nodes, at most ${most.nodes} are possible`
  }
  const seen = new Set<string>()
  for (const [i, edge] of cell.edges.entries()) {
    const pair = `${edge.from} -> ${edge.to}`
    yield* inEdge(cell, edge, `${where}.edges[${i}]`, space)
    if (seen.has(pair)) yield `${where}.edges[${i}]: there is already an edge ${pair}`
    seen.add(pair)
  }
  yield* inNodes(cell, where, space)
}

function* inSpace(space: Space): Generator<string> {
  if (space.name === "") yield "name: the name is empty"
  if (space.name.length > most.nameLength) yield `name: the name is longer than ${most.nameLength} characters`
  if (/[\p{Cc}\p{Cs}]/u.test(space.name)) yield "name: a name cannot hold control characters"
  yield* inOperations(space)
  if (space.cells.length === 0) yield "cells: a space needs at least one cell"
  if (edgeCount(space) > most.edges) yield `cells: ${edgeCount(space)} edges in all, at most ${most.edges} are possible`
  for (const [c, cell] of space.cells.entries()) {
    if (space.cells.findIndex(({ name }) => name === cell.name) < c) {
      yield `cells[${c}].name: another cell has the name ${quoted(cell.name)}`
    }
    yield* inCell(cell, `cells[${c}]`, space)
  }
}

/**
 * The space itself if architectures can be drawn from it, printed and read back, and a genotype derived as it says;
 * else one sentence on the first problem, beginning with its path (`cells[0].edges[2]: ...`).
 */
export const checkSpace = (space: Space): Either<string, Space> => {
  const first = inSpace(space).next()
  return first.done === true ? right(space) : left(first.value)
}
