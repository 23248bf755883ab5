import type { Architecture } from "../architecture/architecture.ts"
import { multiplyHigh } from "../random/philox.ts"
import { type Address, words } from "../random/stream.ts"

/**
 * The architecture with another operation on one edge: the edge and the operation are drawn, each as likely as the
 * others; edges without a choice are passed over. `allowed` `[E]` lists the operations of each edge. In a space of one
 * architecture it is the same again.
 */
export const mutated = (
  architecture: Architecture,
  allowed: readonly (readonly number[])[],
  address: Address
): Architecture => {
  const edges = allowed.flatMap((operations, edge) => (operations.length > 1 ? [edge] : []))
  if (edges.length === 0) return architecture
  const [first, second] = words(address, 2)
  const edge = edges[multiplyHigh(first!, edges.length)]!
  const others = allowed[edge]!.filter((operation) => operation !== architecture[edge])
  const operation = others[multiplyHigh(second!, others.length)]!
  return architecture.map((own, e) => (e === edge ? operation : own))
}

/** All architectures that differ on one edge, in the order of edges and operations. */
export const neighboursOf = (
  architecture: Architecture,
  allowed: readonly (readonly number[])[]
): readonly Architecture[] =>
  allowed.flatMap((operations, edge) =>
    operations
      .filter((operation) => operation !== architecture[edge])
      .map((operation) => architecture.map((own, e) => (e === edge ? operation : own))))
