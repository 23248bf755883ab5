import type { CellGenotype, Genotype, GenotypeEntry } from "../../../src/core/architecture/genotype.ts"

const cell = (name: string, nodes: readonly (readonly GenotypeEntry[])[]): CellGenotype =>
  ({ name, inputs: 2, nodes, concat: [2, 3, 4, 5] })

/** The cell that the paper reports (its Figure 4: 2.70 % test error on CIFAR-10). */
export const paperGenotype: Genotype = [
  cell("normal", [
    [["sep_conv_5x5", 0], ["dil_conv_3x3", 1]],
    [["sep_conv_3x3", 1], ["sep_conv_5x5", 0]],
    [["avg_pool_3x3", 3], ["dil_conv_5x5", 1]],
    [["sep_conv_3x3", 1], ["max_pool_3x3", 0]]
  ]),
  cell("reduce", [
    [["sep_conv_5x5", 1], ["max_pool_3x3", 0]],
    [["max_pool_3x3", 1], ["dil_conv_3x3", 2]],
    [["dil_conv_5x5", 2], ["sep_conv_5x5", 0]],
    [["dil_conv_3x3", 1], ["skip_connect", 2]]
  ])
]
