import * as fc from "fast-check"
import type { Cell, Derivation, Edge, Space } from "../../../src/core/architecture/space.ts"
import { allowedOperations } from "../../../src/core/architecture/space.ts"
import type { Architecture } from "../../../src/core/architecture/architecture.ts"

/** Names with letters of other scripts and marks that the notation does not use; `none` is among them. */
const names = fc.uniqueArray(
  fc.oneof(fc.constantFrom("none", "skip_connect", "sep_conv_3x3", "3", "a.b", "x/2", "été", "-"), fc.stringMatching(/^[a-z_0-9]{1,8}$/)),
  { minLength: 2, maxLength: 6 }
)

interface Draft {
  readonly inputs: number
  /** for each possible edge of each node: whether it is there, and its own operations or null */
  readonly nodes: readonly (readonly { readonly there: boolean; readonly own: readonly string[] | null }[])[]
}

const draft = (operations: readonly string[]): fc.Arbitrary<Draft> =>
  fc.record({ inputs: fc.integer({ min: 1, max: 3 }), nodes: fc.integer({ min: 1, max: 4 }) }).chain(({ inputs, nodes }) =>
    fc.record({
      inputs: fc.constant(inputs),
      nodes: fc.tuple(...Array.from({ length: nodes }, (_, i) =>
        fc.array(
          fc.record({ there: fc.boolean(), own: fc.option(fc.shuffledSubarray([...operations], { minLength: 1 })) }),
          { minLength: inputs + i, maxLength: inputs + i }
        )))
    }))

/** A cell from a draft; the first `atLeast` edges of a node are always there and have all operations. */
const cellOf = ({ inputs, nodes }: Draft, name: string, atLeast: number): Cell => ({
  name,
  inputs,
  nodes: nodes.length,
  edges: nodes.flatMap((incoming, i): Edge[] =>
    incoming.flatMap(({ there, own }, from): Edge[] => {
      const edge = { from, to: inputs + i }
      if (from < atLeast || (there && own === null)) return [edge]
      return there ? [{ ...edge, operations: own! }] : []
    }))
})

/** Spaces that `checkSpace` takes, of any derivation, with edges that have their own lists of operations. */
export const spaces = (derivations: readonly Derivation[] = ["two-inputs", "every-edge", "no-genotype"]): fc.Arbitrary<Space> =>
  names.chain((operations) =>
    fc.record({
      drafts: fc.array(draft(operations), { minLength: 1, maxLength: 3 }),
      derivation: fc.constantFrom(...derivations),
      shuffled: fc.boolean()
    }).map(({ drafts, derivation, shuffled }) => ({
      name: "random",
      operations,
      cells: drafts.map((one, c) => {
        const two = derivation === "two-inputs"
        const cell = cellOf(two ? { ...one, inputs: Math.max(2, one.inputs), nodes: widened(one) } : one, `cell_${c}`, two ? 2 : 1)
        return shuffled ? { ...cell, edges: cell.edges.toReversed() } : cell
      }),
      derivation
    })))

const widened = ({ inputs, nodes }: Draft): Draft["nodes"] =>
  inputs >= 2 ? nodes : nodes.map((incoming) => [{ there: true, own: null }, ...incoming])

/** A space and one of its architectures. */
export const spacesWithArchitectures = (): fc.Arbitrary<{ readonly space: Space; readonly architecture: Architecture }> =>
  spaces().chain((space) =>
    fc.tuple(...allowedOperations(space).map((allowed) => fc.constantFrom(...allowed)))
      .map((architecture) => ({ space, architecture })))
