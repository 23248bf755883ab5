import type { Genotype } from "./genotype.ts"

const isRange = (numbers: readonly number[]): boolean => numbers.every((n, i) => n === numbers[0]! + i)

const printConcat = (numbers: readonly number[]): string =>
  numbers.length > 0 && isRange(numbers)
    ? `range(${numbers[0]}, ${numbers.at(-1)! + 1})`
    : `[${numbers.join(", ")}]`

/**
 * The literal that DARTS code prints and existing PyTorch code evaluates:
 * `Genotype(normal=[('sep_conv_3x3', 1), ...], normal_concat=range(2, 6), reduce=[...], reduce_concat=range(2, 6))`.
 */
export const printDartsGenotype = (genotype: Genotype): string => {
  const fields = genotype.flatMap(({ name, nodes, concat }) => [
    `${name}=[${nodes.flat().map(([operation, input]) => `('${operation}', ${input})`).join(", ")}]`,
    `${name}_concat=${printConcat(concat)}`
  ])
  return `Genotype(${fields.join(", ")})`
}
