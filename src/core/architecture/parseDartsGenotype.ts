import { chain, isLeft, left, map, right, traverseArray } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { computedNodes } from "./genotype.ts"
import type { CellGenotype, Genotype, GenotypeEntry } from "./genotype.ts"
import { readGenotypeLiteral } from "./genotypeLiteral.ts"
import type { Literal, LiteralField } from "./genotypeLiteral.ts"
import { excerpt, place } from "./place.ts"
import { nasnet } from "./spaces/nasnet.ts"

/** What a genotype may speak of. Every space is one; without `nodes` a cell may have any number of them. */
export interface Vocabulary {
  readonly operations: readonly string[]
  readonly cells: readonly { readonly name: string; readonly inputs: number; readonly nodes?: number }[]
}

/** That of published genotypes: the cells of NASNet and AmoebaNet have five nodes and two more operations. */
export const publishedVocabulary: Vocabulary = {
  operations: [...nasnet.operations, "sep_conv_7x7", "conv_7x1_1x7"],
  cells: nasnet.cells.map(({ name, inputs }) => ({ name, inputs }))
}

type VocabularyCell = Vocabulary["cells"][number]
type Read<A> = Either<string, A>

const itemsOf = (literal: Literal): readonly Literal[] => (literal.type === "list" ? literal.items : [])

/** `[pair, pair, ...]` or `[[pair, pair], ...]`, both as the latter. */
const nodesOf = (cell: LiteralField, source: string): Read<readonly (readonly Literal[])[]> => {
  const items = itemsOf(cell.value)
  const where = `${cell.name} (${place(source, cell.value.at)})`
  if (items.length === 0) return left(`${where} has no entries: a list of (operation, input) pairs is needed`)
  if (items.every((item) => itemsOf(item)[0]?.type === "list")) {
    const odd = items.find((item) => itemsOf(item).length !== 2)
    return odd === undefined
      ? right(items.map(itemsOf))
      : left(`a node of ${where} has ${itemsOf(odd).length} entries (${place(source, odd.at)}): every node takes two`)
  }
  return items.length % 2 === 1
    ? left(`${where} has an odd number of entries, ${items.length}: every node takes two`)
    : right(items.flatMap((item, i) => (i % 2 === 0 ? [[item, items[i + 1]!]] : [])))
}

const entryOf = (literal: Literal, node: number, { operations }: Vocabulary, source: string): Read<GenotypeEntry> => {
  const [operation, input, ...more] = itemsOf(literal)
  if (operation?.type !== "text" || input?.type !== "number" || more.length > 0) {
    return left(`an (operation, input) pair expected at ${place(source, literal.at)}`)
  }
  if (!operations.includes(operation.text)) {
    return left(`no operation ${excerpt(operation.text)} (${place(source, operation.at)}); `
      + `there are ${operations.join(", ")}`)
  }
  return input.number < node
    ? right([operation.text, input.number])
    : left(`node ${node} cannot read node ${input.number} (${place(source, input.at)}): `
      + `nodes 0 to ${node - 1} come before it`)
}

const concatOf = (field: LiteralField | undefined, all: readonly number[], source: string): Read<readonly number[]> => {
  if (field === undefined) return right(all)
  const { value, name } = field
  const [first, last] = [all[0]!, all.at(-1)!]
  const outside = left(`${name} (${place(source, value.at)}) needs some of the nodes ${first} to ${last}, each once`)
  if (value.type === "range") {
    const numbers = all.filter((n) => n >= value.from && n < value.to)
    return numbers.length > 0 && numbers.length === value.to - value.from ? right(numbers) : outside
  }
  const items = itemsOf(value)
  const numbers = new Set(items.flatMap((item) =>
    item.type === "number" && item.number >= first && item.number <= last ? [item.number] : []))
  return items.length > 0 && numbers.size === items.length ? right([...numbers]) : outside
}

const cellOf = (
  cell: VocabularyCell,
  fields: ReadonlyMap<string, LiteralField>,
  vocabulary: Vocabulary,
  source: string
): Read<CellGenotype> => {
  const field = fields.get(cell.name)
  if (field === undefined) return left(`the genotype has no cell ${cell.name}`)
  const named = nodesOf(field, source)
  if (isLeft(named)) return named
  const count = named.right.length
  if (cell.nodes !== undefined && count !== cell.nodes) {
    return left(`${cell.name} (${place(source, field.value.at)}) has ${count} nodes, that of the space ${cell.nodes}`)
  }
  const entries = named.right.flatMap((pair, i) => pair.map((literal) => ({ literal, node: cell.inputs + i })))
  return pipe(
    entries,
    traverseArray(({ literal, node }) => entryOf(literal, node, vocabulary, source)),
    chain((flat) => pipe(
      concatOf(fields.get(`${cell.name}_concat`), computedNodes(cell.inputs, count), source),
      map((concat) => ({
        name: cell.name,
        inputs: cell.inputs,
        nodes: named.right.map((_, i) => flat.slice(2 * i, 2 * i + 2)),
        concat
      }))
    ))
  )
}

/**
 * A genotype from the text of a DARTS literal, in the dialects that people paste: pairs flat or one list a node, tuples
 * or lists, `range(2, 6)` or a list or nothing for the concatenated nodes, either quote, over several lines, with
 * comments and trailing commas, fields in any order, inside a longer line. Cells come in the order of the vocabulary.
 * Else one sentence on what is wrong and where.
 *
 * Law: `parseDartsGenotype(printDartsGenotype(g))` is `g`.
 */
export const parseDartsGenotype = (
  source: string,
  vocabulary: Vocabulary = publishedVocabulary
): Either<string, Genotype> => {
  const literal = readGenotypeLiteral(source)
  if (isLeft(literal)) return literal
  const known = vocabulary.cells.flatMap(({ name }) => [name, `${name}_concat`])
  const fields = new Map<string, LiteralField>()
  for (const field of literal.right) {
    const where = `${excerpt(field.name)} (${place(source, field.at)})`
    if (!known.includes(field.name)) return left(`no field ${where} in a genotype; there are ${known.join(", ")}`)
    if (fields.has(field.name)) return left(`the field ${where} is given twice`)
    fields.set(field.name, field)
  }
  return pipe(
    vocabulary.cells,
    traverseArray((cell) => cellOf(cell, fields, vocabulary, source))
  )
}
