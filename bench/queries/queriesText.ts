import { grouped } from "../../src/cli/output/numbers.ts"
import { table } from "../../src/cli/output/table.ts"
import type { BenchMean, BenchQueries, BenchQueriesRow } from "../document.ts"

const right = { align: "right" } as const

const oneDecimal = (value: number): string => value.toFixed(1)

/** As a percentage with its interval's half width. */
const accuracy = ({ mean, interval }: BenchMean): string =>
  `${(100 * mean).toFixed(3)}${interval === null ? "" : ` +- ${(50 * (interval.high - interval.low)).toFixed(3)}`}`

const named = 8
const cutLine = ({ system, data, cut, seeds }: BenchQueriesRow, cap: number): readonly string[] => {
  if (cut.length === 0) return []
  const more = cut.length > named ? ` and ${cut.length - named} more` : ""
  return [`${system} on ${data}: ${cut.length} of ${seeds.length} runs cut at ${grouped(cap)} and counted as that `
    + `(seeds ${cut.slice(0, named).join(", ")}${more})`]
}

/** Two tables, and a line for each set of runs of which some were cut. */
export const queriesText = ({ measure, cap, rows }: BenchQueries): readonly string[] => [
  `distinct networks measured until the one of best accuracy (nb201, ${measure}; cut at ${grouped(cap)})`,
  "",
  ...table(
    [
      { title: "sampler" }, { title: "data" }, { title: "mean", ...right }, { title: "error", ...right },
      { title: "median", ...right }, { title: "max", ...right }, { title: "within 500", ...right }, { title: "cut", ...right },
      { title: "runs", ...right }, { title: "s a run", ...right }
    ],
    rows.map((row) => [
      row.system, row.data, `${row.cut.length > 0 ? ">= " : ""}${oneDecimal(row.mean)}`,
      row.standardError === null ? "" : oneDecimal(row.standardError), oneDecimal(row.median), String(row.max),
      `${(100 * row.within500).toFixed(0)} %`, String(row.cut.length), String(row.seeds.length), row.seconds.toFixed(2)
    ])
  ),
  "",
  "accuracy (%) of the best network so far by what was measured, mean and 95 % interval over the runs",
  "",
  ...table(
    [{ title: "sampler" }, { title: "data" }, { title: "measured", ...right }, { title: "validation", ...right }, { title: "test", ...right }],
    rows.flatMap(({ system, data, best }) => best.map(({ measured, validation, test }) =>
      [system, data, String(measured), accuracy(validation), accuracy(test)]))
  ),
  ...rows.some(({ cut }) => cut.length > 0) ? ["", ...rows.flatMap((row) => cutLine(row, cap))] : []
]
