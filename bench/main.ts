import { readdirSync } from "node:fs"
import { parseArgs } from "node:util"
import { closest } from "../src/cli/closest.ts"
import { significant } from "../src/cli/output/numbers.ts"
import { table } from "../src/cli/output/table.ts"
import type { BenchDocument } from "./document.ts"

/** `npm run -s bench -- NAME [--json] [--quick]`: runs bench/NAME.ts and prints what it measured. */

const folder = new URL(".", import.meta.url)
const notBenchmarks = new Set(["main", "document"])
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3))
  .filter((name) => !notBenchmarks.has(name))

const giveUp = (sentence: string): never => {
  process.stderr.write(`bench: ${sentence}\n`)
  process.exit(2)
}

const readArguments = () => {
  try {
    return parseArgs({ allowPositionals: true, options: { json: { type: "boolean" }, quick: { type: "boolean" } } })
  } catch (error) {
    return giveUp((error as Error).message)
  }
}

const right = { align: "right" } as const

const text = ({ name, rows, ratios, missing }: BenchDocument): string => [
  `${name}`,
  "",
  ...table(
    [{ title: "case" }, { title: "system" }, { title: "median", ...right }, { title: "unit" }, { title: "runs", ...right }],
    rows.map((row) => [row.case, row.system, significant(row.median, 3), row.unit, String(row.runs)])
  ),
  ...(ratios.length === 0 ? [] : ["", ...table(
    [{ title: "case" }, { title: "ours" }, { title: "peer" }, { title: "ratio", ...right }],
    ratios.map((ratio) => [ratio.case, String(ratio.ours), String(ratio.peer), significant(ratio.ratio, 3)])
  )]),
  ...(missing.length === 0 ? [] : ["", `not installed here: ${missing.join(", ")}`])
].join("\n")

const { values, positionals } = readArguments()
const [name] = positionals
if (name === undefined || positionals.length > 1) giveUp(`name one benchmark: ${names.join(", ")}`)
if (!names.includes(name!)) {
  const meant = closest(name!, names)
  giveUp(`there is no benchmark ${name}; ${meant === null ? `there are ${names.join(", ")}` : `did you mean ${meant}?`}`)
}

const module = await import(new URL(`${name}.ts`, folder).href) as
  { readonly [name: string]: (options: { readonly quick: boolean }) => Promise<BenchDocument> }
const document = await module[name!]!({ quick: values.quick ?? false })
process.stdout.write(`${values.json ? JSON.stringify(document, null, 2) : text(document)}\n`)
