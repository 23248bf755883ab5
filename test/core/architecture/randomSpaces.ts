import * as fc from "fast-check"
import type { Architecture } from "../../../src/core/architecture/architecture.ts"
import { allowedOperations } from "../../../src/core/architecture/space.ts"
import type { Cell, Derivation, Edge, Space } from "../../../src/core/architecture/space.ts"

/** Names with letters of other scripts and with marks that the notation does not use; `none` is often among them. */
const operationNames = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom("none", "skip_connect", "sep_conv_3x3", "3", "a.b", "x/2", "été", "-"),
    fc.stringMatching(/^[a-z_0-9]{1,8}$/)
  ),
  { minLength: 2, maxLength: 6 }
)

/** The edges into a node: the first `always` ones are there with all operations, the others may lack or be missing. */
const edgesInto = (to: number, always: number, operations: readonly string[]): fc.Arbitrary<readonly Edge[]> =>
  fc.tuple(...Array.from({ length: to }, (_, from) =>
    from < always
      ? fc.constant<readonly Edge[]>([{ from, to }])
      : fc.oneof(
        fc.constantFrom<readonly Edge[]>([], [{ from, to }]),
        fc.shuffledSubarray([...operations], { minLength: 1 })
          .map((own): readonly Edge[] => [{ from, to, operations: own }])
      ))).map((edges) => edges.flat())

const cells = (name: string, derivation: Derivation, operations: readonly string[]): fc.Arbitrary<Cell> => {
  const always = derivation === "two-inputs" ? 2 : 1
  return fc.record({
    inputs: fc.integer({ min: always, max: 3 }),
    nodes: fc.integer({ min: 1, max: 4 }),
    reversed: fc.boolean()
  }).chain(({ inputs, nodes, reversed }) =>
    fc.tuple(...Array.from({ length: nodes }, (_, i) => edgesInto(inputs + i, always, operations)))
      .map((into) => into.flat())
      .map((edges) => ({ name, inputs, nodes, edges: reversed ? edges.toReversed() : edges })))
}

/** Spaces that `checkSpace` takes, of any derivation, with edges that have their own lists of operations. */
export const spaces = (): fc.Arbitrary<Space> =>
  fc.record({
    operations: operationNames,
    derivation: fc.constantFrom<Derivation>("two-inputs", "every-edge", "no-genotype"),
    count: fc.integer({ min: 1, max: 3 })
  }).chain(({ operations, derivation, count }) =>
    fc.tuple(...Array.from({ length: count }, (_, c) => cells(`cell_${c}`, derivation, operations)))
      .map((list) => ({ name: "random", operations, cells: list, derivation })))

/** A space and one of its architectures. */
export const spacesWithArchitectures = (): fc.Arbitrary<{
  readonly space: Space
  readonly architecture: Architecture
}> =>
  spaces().chain((space) =>
    fc.tuple(...allowedOperations(space).map((allowed) => fc.constantFrom(...allowed)))
      .map((architecture) => ({ space, architecture })))
