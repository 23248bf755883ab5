import * as fc from "fast-check"
import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, test } from "vitest"
import type { CellGenotype, Genotype, GenotypeEntry } from "../../../src/core/architecture/genotype.ts"
import { parseDartsGenotype, publishedVocabulary } from "../../../src/core/architecture/parseDartsGenotype.ts"
import { printDartsGenotype } from "../../../src/core/architecture/printDartsGenotype.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { paperGenotype } from "./paperGenotype.ts"

const printed = printDartsGenotype(paperGenotype)
const operations = publishedVocabulary.operations.join(", ")

test("the paper's cell prints as the literal that DARTS evaluates, and reads back", () => {
  expect(printed).toMatch(
    /^Genotype\(normal=\[\('sep_conv_5x5', 0\), .*\], normal_concat=range\(2, 6\), reduce=\[.*range\(2, 6\)\)$/
  )
  expect(parseDartsGenotype(printed)).toEqual(right(paperGenotype))
  expect(parseDartsGenotype(printed, nasnet)).toEqual(right(paperGenotype))
})

const entry = (node: number): fc.Arbitrary<GenotypeEntry> =>
  fc.tuple(fc.constantFrom(...publishedVocabulary.operations), fc.integer({ min: 0, max: node - 1 }))

const cell = (name: string, inputs = 2): fc.Arbitrary<CellGenotype> =>
  fc.integer({ min: 1, max: 6 }).chain((count) =>
    fc.record({
      name: fc.constant(name),
      inputs: fc.constant(inputs),
      nodes: fc.tuple(...Array.from({ length: count }, (_, i) => fc.tuple(entry(inputs + i), entry(inputs + i)))),
      concat: fc.shuffledSubarray(Array.from({ length: count }, (_, i) => inputs + i), { minLength: 1 })
    }))

const genotypes: fc.Arbitrary<Genotype> = fc.tuple(cell("normal"), cell("reduce"))

describe("any genotype", () => {
  test("reads back as it was printed", () => {
    fc.assert(fc.property(genotypes, (genotype) => {
      expect(parseDartsGenotype(printDartsGenotype(genotype))).toEqual(right(genotype))
    }))
  })

  test("reads back where cells have other names and inputs", () => {
    fc.assert(fc.property(cell("stem", 1), cell("body", 3), (stem, body) => {
      const vocabulary = { ...publishedVocabulary, cells: [{ name: "stem", inputs: 1 }, { name: "body", inputs: 3 }] }
      expect(parseDartsGenotype(printDartsGenotype([stem, body]), vocabulary)).toEqual(right([stem, body]))
    }))
  })

  test("reads back from every dialect", () => {
    const dialect = fc.record({
      nested: fc.boolean(),
      pair: fc.constantFrom("()", "[]"),
      list: fc.constantFrom("()", "[]"),
      quote: fc.constantFrom("'", "\""),
      gap: fc.constantFrom("", " ", "\n    ", "  # a comment\n"),
      trailing: fc.boolean(),
      around: fc.constantFrom(
        ["", ""], ["DARTS = ", ""], ["03/14 10:02:03 AM epoch 49 genotype = ", "\n"], ["x='", "', y=3)"]
      ),
      reversed: fc.boolean()
    })
    fc.assert(fc.property(genotypes, dialect, (genotype, written) => {
      const { nested, pair, list, quote, gap, trailing, around, reversed } = written
      const join = (items: readonly string[], [open, close]: string = list) =>
        `${open}${gap}${items.join(`,${gap}`)}${trailing || items.length === 1 ? "," : ""}${gap}${close}`
      const node = (entries: readonly GenotypeEntry[]) =>
        entries.map(([operation, input]) => join([`${quote}${operation}${quote}`, String(input)], pair))
      const fields = genotype.flatMap(({ name, nodes, concat }) => [
        `${name}${gap}=${gap}${join(nodes.flatMap((entries) => (nested ? [join(node(entries))] : node(entries))))}`,
        `${name}_concat=${join(concat.map(String))}`
      ])
      const text = `${around[0]}Genotype${join(reversed ? fields.toReversed() : fields, "()")}${around[1]}`
      expect(parseDartsGenotype(text)).toEqual(right(genotype))
    }))
  })
})

test("a genotype that does not say what it concatenates, concatenates all of its nodes", () => {
  const silent = printed.replaceAll(/, (normal|reduce)_concat=range\(2, 6\)/g, "")
  expect(parseDartsGenotype(silent)).toEqual(right(paperGenotype))
})

test("NASNet's cell: five nodes, both inputs from one node, operations that DARTS lacks, its own concatenation", () => {
  const text = `NASNet = Genotype(
    normal = [
      ('sep_conv_5x5', 1), ('sep_conv_3x3', 0), ('sep_conv_5x5', 0), ('sep_conv_3x3', 0), ('avg_pool_3x3', 1),
      ('skip_connect', 0), ('avg_pool_3x3', 0), ('avg_pool_3x3', 0), ('sep_conv_3x3', 1), ('skip_connect', 1),
    ],
    normal_concat = [2, 3, 4, 5, 6],
    reduce = [
      ('sep_conv_5x5', 1), ('sep_conv_7x7', 0), ('max_pool_3x3', 1), ('sep_conv_7x7', 0), ('avg_pool_3x3', 1),
      ('sep_conv_5x5', 0), ('skip_connect', 3), ('avg_pool_3x3', 2), ('sep_conv_3x3', 2), ('max_pool_3x3', 1),
    ],
    reduce_concat = [4, 5, 6],
  )`
  const parsed = parseDartsGenotype(text)
  expect(parsed).toMatchObject(right([
    { name: "normal", concat: [2, 3, 4, 5, 6] },
    {
      name: "reduce",
      nodes: { 0: [["sep_conv_5x5", 1], ["sep_conv_7x7", 0]], 3: [["skip_connect", 3], ["avg_pool_3x3", 2]] },
      concat: [4, 5, 6]
    }
  ]))
  expect(parseDartsGenotype(text, nasnet)).toEqual(
    left("normal (line 2, character 14) has 5 nodes, that of the space 4")
  )
})

describe("a text is refused with the place of the first mistake, for", () => {
  const at = (piece: string, text = printed) => `character ${text.indexOf(piece) + 1}`
  const unknown = printed.replace("'avg_pool_3x3', 3", "'avg_pool_4x4', 3")
  const tooLarge = printed.replace("'dil_conv_3x3', 1", "'dil_conv_3x3', 2")
  test.each<readonly [string, string, string]>([
    ["no genotype at all", "normal=[('sep_conv_3x3', 1)]", "there is no Genotype(...) in the text"],
    ["two genotypes", `${printed}\n${printed}`,
      "there are 2 genotypes in the text, the first one at line 1, character 1, the second one at line 2, character 1; "
      + "give one of them"],
    ["an unknown operation", unknown,
      `no operation "avg_pool_4x4" (${at("'avg_pool_4x4'", unknown)}); there are ${operations}`],
    ["an input that comes later", tooLarge,
      `node 2 cannot read node 2 (${at("2), ('sep_conv_3x3'", tooLarge)}): nodes 0 to 1 come before it`],
    ["an odd number of entries", "Genotype(normal=[('skip_connect', 0)], reduce=[])",
      "normal (character 17) has an odd number of entries, 1: every node takes two"],
    ["a node of three entries", "Genotype(normal=[[('none', 0), ('none', 1), ('none', 1)]], reduce=[])",
      "a node of normal (character 17) has 3 entries (character 18): every node takes two"],
    ["a cell without entries", "Genotype(normal=[], reduce=[])",
      "normal (character 17) has no entries: a list of (operation, input) pairs is needed"],
    ["a missing cell", "Genotype(normal=[('none', 0), ('none', 1)], normal_concat=range(2, 3))",
      "the genotype has no cell reduce"],
    ["a pair turned round", "Genotype(normal=[(0, 'none'), ('none', 1)], reduce=[])",
      "an (operation, input) pair expected at character 18"],
    ["a field that no genotype has", printed.replace("reduce=", "reduction="),
      `no field "reduction" (${at("reduce=")}) in a genotype; there are normal, normal_concat, reduce, reduce_concat`],
    ["a field twice", printed.replace("reduce=", "normal="), `the field "normal" (${at("reduce=")}) is given twice`],
    ["fields without names", "Genotype([('none', 0)], [2])",
      "a field such as normal= expected at character 10, got \"[\""],
    ["a concatenation of nodes that are not there", printed.replace("range(2, 6)", "range(2, 1000000000)"),
      `normal_concat (${at("range")}) needs some of the nodes 2 to 5, each once`],
    ["a concatenation of inputs", printed.replace("range(2, 6)", "[0, 1]"),
      `normal_concat (${at("range")}) needs some of the nodes 2 to 5, each once`],
    ["a node concatenated twice", printed.replace("range(2, 6)", "[2, 2]"),
      `normal_concat (${at("range")}) needs some of the nodes 2 to 5, each once`],
    ["arithmetic", printed.replace("range(2, 6)", "range(2, 2+4)"),
      `) expected at character ${printed.indexOf("6)") + 2}, got "+"`],
    ["a text cut short", printed.slice(0, 36), ", or ] expected at character 37, got the end"],
    ["a quote that does not close", "Genotype(normal=[('none, 0)])",
      "a list, a quoted name or a number expected at character 19, got \"'\""],
    ["lists in lists in lists", "Genotype(normal=[[[[[[[[('none', 0)",
      "a quoted name or a number expected at character 20, got \"[\""],
    ["the wrong bracket", "Genotype(normal=[('none', 0])", ", or ) expected at character 28, got \"]\""]
  ])("%s", (_, text, sentence) => {
    expect(parseDartsGenotype(text)).toEqual(left(sentence))
  })
})

test("any text gives a genotype or a sentence", () => {
  const piece = fc.constantFrom(
    "Genotype(", "normal=", "reduce=", "normal_concat=", "[", "]", "(", ")", ",",
    "'none'", "\"none\"", "0", "1", "range(2, 3)", " ", "'", "#", "\n"
  )
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
    expect(["Left", "Right"]).toContain(parseDartsGenotype(`Genotype(${pieces.join("")}`)._tag)
  }), { numRuns: 500 })
})

test("text of any length and nesting is read in linear time", () => {
  const million = 1_000_000
  const texts = [
    ...["[", " ", "\n", "'", "x", "1", "#", "Genotype", "Genotype ("].map((piece) => piece.repeat(million)),
    `'${"x".repeat(million)}`,
    `normal=[${"('none',0),".repeat(million / 10)}],reduce=[],normal_concat=[${"2,".repeat(million / 10)}]`
  ]
  for (const text of texts) expect(parseDartsGenotype(`Genotype(${text}`)._tag).toBe("Left")
})
