import fc from "fast-check"
import * as Either from "fp-ts/lib/Either.js"
import type { Cell, Edge, Space } from "../../../../src/core/architecture/space.ts"
import { nasnet } from "../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import { networkOf } from "../../../../src/effects/trainer/network/network.ts"
import type { Network } from "../../../../src/effects/trainer/network/network.ts"
import type { NetworkShape } from "../../../../src/effects/trainer/network/networkShape.ts"
import { knownOperations } from "../../../../src/effects/trainer/network/operations.ts"

/** The paper's network: C = 16, L = 8, CIFAR-10. */
export const paperShape: NetworkShape = {
  space: nasnet, channels: 16, layers: 8, image: { channels: 3, height: 32, width: 32 }, classes: 10
}

export const networkFrom = (shape: NetworkShape): Network => {
  const network = networkOf(shape)
  if (Either.isLeft(network)) throw new Error(network.left)
  return network.right
}

const ownOperations = fc.subarray([...knownOperations], { minLength: 1 })

const cell = (name: string, inputs: number): fc.Arbitrary<Cell> =>
  fc.integer({ min: 1, max: 4 }).chain((nodes) => {
    const pairs = Array.from({ length: nodes }, (_, node) => inputs + node)
      .map((to) => ({ to, sources: Array.from({ length: to }, (_, from) => from) }))
    return fc.tuple(...pairs.map(({ to, sources }) =>
      fc.subarray(sources, { minLength: 1 }).chain((froms) =>
        fc.tuple(...froms.map((from): fc.Arbitrary<Edge> =>
          fc.oneof(fc.constant({ from, to }), ownOperations.map((operations) => ({ from, to, operations }))))))))
      .map((edges) => ({ name, inputs, nodes, edges: edges.flat() }))
  })

const ownSpace: fc.Arbitrary<Space> = fc.integer({ min: 1, max: 2 }).chain((inputs) =>
  fc.tuple(cell("first", inputs), fc.array(cell("second", inputs), { maxLength: inputs - 1 }))
    .map(([first, second]) => ({
      name: "own", operations: knownOperations, cells: [first, ...second], derivation: "no-genotype" as const
    })))

/** Networks of all kinds: built-in spaces and others, odd sizes, channels that are no multiple of anything. */
export const anyShape: fc.Arbitrary<NetworkShape> = fc.record({
  space: fc.oneof(fc.constantFrom(nasnet, nb201), ownSpace),
  channels: fc.integer({ min: 1, max: 9 }),
  layers: fc.integer({ min: 1, max: 4 }),
  image: fc.record({
    channels: fc.integer({ min: 1, max: 5 }), height: fc.integer({ min: 1, max: 6 }), width: fc.integer({ min: 1, max: 6 })
  }),
  classes: fc.integer({ min: 1, max: 6 })
})
