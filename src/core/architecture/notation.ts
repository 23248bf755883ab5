import { left, right } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import type { Architecture } from "./architecture.ts"
import { excerpt, place } from "./place.ts"
import { allowedOperations } from "./space.ts"
import type { Space } from "./space.ts"

/**
 * An architecture as text, in the form of NAS-Bench-201: a group `|op~0|op~1|` for each node, its incoming edges as
 * `operation~from`, groups joined by `+`. Several cells carry their names (our choice): `normal=|...|;reduce=|...|`.
 *
 * Law: `parseArchitecture(space, printArchitecture(space, a))` is `a`.
 */

type Piece =
  | { readonly type: "mark"; readonly text: string }
  | { readonly type: "edge"; readonly edge: number; readonly from: number; readonly to: number }

const mark = (text: string): Piece => ({ type: "mark", text })

/** What the text of any architecture of the space consists of, in order. */
const layout = (space: Space): readonly Piece[] => {
  let first = 0
  return space.cells.flatMap((cell, c) => {
    const groups = Array.from({ length: cell.nodes }, (): Piece[] => [])
    cell.edges.forEach(({ from, to }, e) =>
      groups[to - cell.inputs]!.push(mark("|"), { type: "edge", edge: first + e, from, to }, mark(`~${from}`)))
    first += cell.edges.length
    const nodes = groups.flatMap((group, node) => [...(node === 0 ? [] : [mark("+")]), ...group, mark("|")])
    return space.cells.length === 1 ? nodes : [...(c === 0 ? [] : [mark(";")]), mark(`${cell.name}=`), ...nodes]
  })
}

/** `architecture` is one of the space's. */
export const printArchitecture = (space: Space, architecture: Architecture): string =>
  layout(space)
    .map((piece) => (piece.type === "mark" ? piece.text : space.operations[architecture[piece.edge]!]!))
    .join("")

const beyondName = /[|~+;=\s]/g

const endOfName = (text: string, at: number): number => {
  beyondName.lastIndex = at
  return beyondName.exec(text)?.index ?? text.length
}

/**
 * The architecture that the text names; white space around it is let pass. Else one sentence that says where the
 * text departs from the space's form: another mark, an operation that the space does not know or the edge lacks.
 */
export const parseArchitecture = (space: Space, text: string): Either<string, Architecture> => {
  const numbers = new Map(space.operations.map((name, k) => [name, k]))
  const allowed = allowedOperations(space)
  const architecture: number[] = Array.from({ length: allowed.length }, () => 0)
  const end = text.trimEnd().length
  let at = text.length - text.trimStart().length
  for (const piece of layout(space)) {
    const until = piece.type === "mark" ? at + piece.text.length : endOfName(text, at)
    const found = text.slice(at, Math.min(until, end))
    if (piece.type === "mark") {
      if (found !== piece.text) {
        const got = found === "" ? "the end" : excerpt(found)
        return left(`${excerpt(piece.text)} expected at ${place(text, at)}, got ${got}`)
      }
    } else {
      const k = numbers.get(found)
      if (k === undefined || !allowed[piece.edge]!.includes(k)) {
        const names = allowed[piece.edge]!.map((own) => space.operations[own]).join(", ")
        return left(`${k === undefined ? "no operation" : "the edge lacks the operation"} ${excerpt(found)} `
          + `(${place(text, at)}); edge ${piece.from} -> ${piece.to} has ${names}`)
      }
      architecture[piece.edge] = k
    }
    at = until
  }
  return at < end
    ? left(`the architecture ends before ${place(text, at)}, but ${excerpt(text.slice(at, end))} follows`)
    : right(architecture)
}
