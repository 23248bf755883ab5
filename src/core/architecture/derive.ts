import type { Architecture } from "./architecture.ts"
import { printDartsGenotype } from "./printDartsGenotype.ts"
import { computedNodes } from "./genotype.ts"
import type { Genotype } from "./genotype.ts"
import { printArchitecture } from "./notation.ts"
import { softmaxRows } from "./softmax.ts"
import { edgesOf, operationCount, operationMask } from "./space.ts"
import type { Space } from "./space.ts"

/** What operations are compared by: softmax(A) along each edge, as in DARTS, or A itself, as in the paper's code. */
export type Ranking = "softmax" | "raw"

/** An operation on an edge and what it is worth. */
interface Candidate {
  readonly edge: number
  readonly operation: number
  readonly worth: number
}

type Best = (edge: number, allowed: (operation: number) => boolean) => Candidate | null

/** Finds the best allowed operation of an edge, the lower index of equal ones; null where it has none. */
const bestOf = (space: Space, parameters: Float64Array, ranking: Ranking): Best => {
  const K = operationCount(space)
  const mask = operationMask(space)
  const worths = ranking === "softmax" ? softmaxRows(space, parameters) : parameters
  return (edge, allowed) => {
    let best: Candidate | null = null
    for (let operation = 0; operation < K; operation++) {
      const worth = worths[edge * K + operation]!
      if (mask[edge * K + operation] === 1 && allowed(operation) && (best === null || worth > best.worth)) {
        best = { edge, operation, worth }
      }
    }
    return best
  }
}

/**
 * The two candidates that each node of each cell keeps: those of the two incoming edges whose best operation other
 * than `none` is worth most, the better one first (as DARTS prints them); the lower edge first where two are equal.
 */
const keptCandidates = (space: Space, best: Best): readonly (readonly (readonly Candidate[])[])[] => {
  const notNone = (operation: number) => space.operations[operation] !== "none"
  let first = 0
  return space.cells.map((cell) => {
    const incoming = computedNodes(cell.inputs, cell.nodes).map((): Candidate[] => [])
    cell.edges.forEach(({ to }, e) => {
      const candidate = best(first + e, notNone)
      if (candidate !== null) incoming[to - cell.inputs]!.push(candidate)
    })
    first += cell.edges.length
    return incoming.map((candidates) => candidates.toSorted((a, b) => b.worth - a.worth).slice(0, 2))
  })
}

/** The genotype of a `two-inputs` space from A `[E, K]` (method, section 6); null for other spaces. */
export const deriveGenotype = (space: Space, parameters: Float64Array, ranking: Ranking): Genotype | null => {
  if (space.derivation !== "two-inputs") return null
  const edges = edgesOf(space)
  const kept = keptCandidates(space, bestOf(space, parameters, ranking))
  return space.cells.map((cell, c) => ({
    name: cell.name,
    inputs: cell.inputs,
    nodes: kept[c]!.map((node) => node.map(({ edge, operation }) => [space.operations[operation]!, edges[edge]!.from])),
    concat: computedNodes(cell.inputs, cell.nodes)
  }))
}

/**
 * The architecture that A `[E, K]` stands for. Each edge takes its largest operation; in a `two-inputs` space the
 * edges of the genotype take theirs and every other one takes `none` where it has it (else its largest: our choice).
 */
export const deriveArchitecture = (space: Space, parameters: Float64Array, ranking: Ranking): Architecture => {
  const best = bestOf(space, parameters, ranking)
  const largest = (edge: number) => best(edge, () => true)?.operation ?? 0
  const edges = edgesOf(space).map((_, edge) => edge)
  if (space.derivation !== "two-inputs") return edges.map(largest)
  const none = space.operations.indexOf("none")
  const kept = new Map(keptCandidates(space, best).flat(2).map(({ edge, operation }) => [edge, operation]))
  return edges.map((edge) =>
    kept.get(edge) ?? best(edge, (operation) => operation === none)?.operation ?? largest(edge))
}

/** The genotype as logs and reports show it: a DARTS literal or the NAS-Bench-201 string; null without notation. */
export const genotypeText = (space: Space, parameters: Float64Array, ranking: Ranking): string | null => {
  if (space.derivation === "no-genotype") return null
  const genotype = deriveGenotype(space, parameters, ranking)
  return genotype === null
    ? printArchitecture(space, deriveArchitecture(space, parameters, ranking))
    : printDartsGenotype(genotype)
}
