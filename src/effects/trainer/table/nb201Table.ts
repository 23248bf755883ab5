import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"
import { architectureKey } from "../../../core/architecture/architecture.ts"
import { nb201 } from "../../../core/architecture/spaces/nb201.ts"
import { allArchitectures } from "../../../core/architecture/enumerate.ts"
import type { DataIdentity } from "../../../core/search/event.ts"
import { type ColumnFile, decodeColumns } from "./columnFile.ts"
import { type MeasuredTable, measuredTable } from "./measuredTable.ts"
import { TableError } from "./TableError.ts"

/**
 * The table that ships with the package: all 15,625 networks of NAS-Bench-201. `data/README.md` says where its
 * numbers come from; its rows follow `allArchitectures(nb201)`.
 */

export const nb201DataSets = ["cifar10", "cifar100", "imagenet16-120"] as const

/** Validation accuracy after 200 epochs, mean over runs; of a single run (CIFAR-10 only); after 12 epochs. */
export const nb201Measures = ["valid", "valid-single", "valid-12"] as const

export interface Nb201Choice {
  readonly data: string
  readonly measure: string
}

const namePrefix = "nb201/"

/** The choice that a log's data identity names, so that a search can go on; undefined where it names another table. */
export const nb201ChoiceOf = ({ name, measure }: DataIdentity): Nb201Choice | undefined =>
  name.startsWith(namePrefix) ? { data: name.slice(namePrefix.length), measure } : undefined

const place = new URL("../../../../data/nb201.columns", import.meta.url)

const damaged = (error: unknown): TableError =>
  new TableError({
    message: `the table that ships with pvll cannot be read (${error instanceof Error ? error.message : String(error)}): `
      + "install the package again"
  })

/** The shipped columns, accuracies in percent: the names are in `data/README.md`. */
export const nb201Columns: Effect.Effect<ColumnFile, TableError> = Effect.tryPromise({
  try: async () => decodeColumns(await readFile(place)),
  catch: damaged
})

const check = ({ data, measure }: Nb201Choice): Effect.Effect<void, TableError> => {
  const message = !(nb201DataSets as readonly string[]).includes(data)
    ? `NAS-Bench-201 has no data set ${JSON.stringify(data)}: choose ${nb201DataSets.join(", ")}`
    : !(nb201Measures as readonly string[]).includes(measure)
      ? `NAS-Bench-201 has no measure ${JSON.stringify(measure)}: choose ${nb201Measures.join(", ")}`
      : measure === "valid-single" && data !== "cifar10"
        ? `the measure valid-single exists for cifar10 only, not for ${data}: choose valid or valid-12`
        : null
  return message === null ? Effect.void : Effect.fail(new TableError({ message }))
}

/**
 * NAS-Bench-201 as a table. accuracy = percent / 100 and loss = 1 - accuracy, each one float64 operation.
 * `testAccuracy` is that of the network trained for 200 epochs, whatever the measure; on CIFAR-10 it was trained on
 * all 50,000 images, as is usual in reports. `parameters` and `multiplyAdds` count the network for CIFAR-10,
 * whatever the data set.
 */
export const nb201Table = Effect.fnUntraced(function*(
  choice: Nb201Choice
): Effect.fn.Return<MeasuredTable, TableError> {
  yield* check(choice)
  const file = yield* nb201Columns
  return yield* Effect.try({
    try: () => {
      const accuracy = file.column(`${choice.data}/${choice.measure}`).map((percent) => percent / 100)
      return measuredTable(
        nb201,
        { name: namePrefix + choice.data, measure: choice.measure },
        Array.from(allArchitectures(nb201), architectureKey),
        {
          loss: accuracy.map((a) => 1 - a),
          accuracy,
          testAccuracy: file.column(`${choice.data}/test`).map((percent) => percent / 100),
          parameters: file.column("parameters"),
          multiplyAdds: file.column("multiply-adds"),
          index: file.column("index")
        }
      )
    },
    catch: damaged
  })
})
