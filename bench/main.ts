import { readdirSync } from "node:fs"
import { parseArgs } from "node:util"
import { closest } from "../src/cli/closest.ts"
import { percent, significant } from "../src/cli/output/numbers.ts"
import { table } from "../src/cli/output/table.ts"
import type { BenchDocument, BenchProfile } from "./document.ts"
import { queriesText } from "./queries/queriesText.ts"
import { WrongOption } from "./wrongOption.ts"

/**
 * `npm run -s bench -- NAME [--json] [--quick]`: runs bench/NAME.ts and prints what it measured. `engine --profile` tells
 * where the engine's time goes instead. `queries` takes further options (bench/queries.ts).
 */

const folder = new URL(".", import.meta.url)
const notBenchmarks = new Set(["main", "document", "wrongOption"])
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3))
  .filter((name) => !notBenchmarks.has(name))

const giveUp = (sentence: string): never => {
  process.stderr.write(`bench: ${sentence}\n`)
  process.exit(2)
}

const ofQueries = {
  samplers: { type: "string" }, seeds: { type: "string" }, from: { type: "string" }, data: { type: "string" },
  measure: { type: "string" }, cap: { type: "string" }, set: { type: "string", multiple: true }
} as const

const readArguments = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: "boolean" }, quick: { type: "boolean" }, profile: { type: "boolean" }, ...ofQueries }
    })
  } catch (error) {
    return giveUp((error as Error).message)
  }
}

const right = { align: "right" } as const

const orNothing = (value: number | null, print: (value: number) => string): string => (value === null ? "" : print(value))

const profileText = ({ case: name, peakGigaMacs, rows }: BenchProfile): readonly string[] => [
  "",
  ...table(
    [
      { title: name }, { title: "records", ...right }, { title: "ms", ...right }, { title: "share", ...right },
      { title: "GMAC/s", ...right }, { title: "of peak", ...right }
    ],
    rows.map(({ kind, records, milliseconds, share, gigaMacs, ofPeak }) => [
      kind, String(records), significant(milliseconds, 3), percent(share),
      orNothing(gigaMacs, (value) => significant(value, 3)), orNothing(ofPeak, percent)
    ])
  ),
  `peak of one core, 128-bit units, multiplications and additions apart: ${significant(peakGigaMacs, 3)} GMAC/s`
]

const text = ({ name, rows, ratios, missing, profiles = [], queries }: BenchDocument): string => [
  `${name}`,
  "",
  ...(rows.length === 0 ? [] : table(
    [{ title: "case" }, { title: "system" }, { title: "median", ...right }, { title: "unit" }, { title: "runs", ...right }],
    rows.map((row) => [row.case, row.system, significant(row.median, 3), row.unit, String(row.runs)])
  )),
  ...(queries === undefined ? [] : queriesText(queries)),
  ...(ratios.length === 0 ? [] : ["", ...table(
    [{ title: "case" }, { title: "ours" }, { title: "peer" }, { title: "ratio", ...right }],
    ratios.map((ratio) => [ratio.case, String(ratio.ours), String(ratio.peer), significant(ratio.ratio, 3)])
  )]),
  ...profiles.flatMap(profileText),
  ...(missing.length === 0 ? [] : ["", `not installed here: ${missing.join(", ")}`])
].join("\n")

const { values: { quick = false, profile = false, json = false, ...others }, positionals } = readArguments()
const [name] = positionals
if (name === undefined || positionals.length > 1) giveUp(`name one benchmark: ${names.join(", ")}`)
if (!names.includes(name!)) {
  const meant = closest(name!, names)
  giveUp(`there is no benchmark ${name}; ${meant === null ? `there are ${names.join(", ")}` : `did you mean ${meant}?`}`)
}

if (profile && name !== "engine") giveUp(`--profile is for the benchmark engine, not for ${name}`)
const [foreign] = Object.keys(others)
if (foreign !== undefined && name !== "queries") giveUp(`--${foreign} is for the benchmark queries, not for ${name}`)

const module = await import(new URL(`${name}.ts`, folder).href) as
  { readonly [name: string]: (options: { readonly quick: boolean; readonly profile: boolean }) => Promise<BenchDocument> }
const document = await module[name!]!({ quick, profile, ...others }).catch((error: unknown) =>
  error instanceof WrongOption ? giveUp(error.message) : Promise.reject(error))
process.stdout.write(`${json ? JSON.stringify(document, null, 2) : text(document)}\n`)
