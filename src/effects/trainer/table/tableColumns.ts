import { closest, distance } from "fastest-levenshtein"
import { type TableError, tableErrorAt } from "./TableError.ts"

/** Which columns to read and how; what is left out is found by its usual names. */
export interface TableOptions {
  readonly architectureColumn?: string | undefined
  readonly lossColumn?: string | undefined
  readonly accuracyColumn?: string | undefined
  readonly testColumn?: string | undefined
  /** accuracies are given in percent */
  readonly percent?: boolean | undefined
  /** architectures without a row, or with an empty measurement, are no error */
  readonly allowMissing?: boolean | undefined
}

/** Where the chosen columns stand in a row; null where there is none. At least one of loss and accuracy is there. */
export interface ChosenColumns {
  readonly architecture: number
  readonly loss: number | null
  readonly accuracy: number | null
  readonly test: number | null
}

/** Usual names, the preferred first; case and everything but letters and digits does not count. */
const usualNames = {
  architecture: ["architecture", "arch", "archstr", "architecturestr", "genotype"],
  loss: ["validationloss", "validloss", "valloss", "loss"],
  accuracy: ["validationaccuracy", "validaccuracy", "valaccuracy", "validacc", "valacc", "accuracy", "acc"],
  test: ["testaccuracy", "testacc"]
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "")

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(", ")

const didYouMean = (name: string, columns: readonly string[]): string => {
  const near = closest(name, columns as string[])
  return distance(name, near) <= Math.max(2, name.length / 3) ? ` (did you mean ${JSON.stringify(near)}?)` : ""
}

/** Chooses a table's columns; throws a TableError that names the columns there are. */
export const chooseColumns = (path: string, columns: readonly string[], options: TableOptions): ChosenColumns => {
  const missing = (what: string, option: string): TableError =>
    tableErrorAt({ path }, `no column ${what}; its columns are ${quoted(columns)}: choose one with ${option}`)
  const named = (name: string): number => {
    const at = columns.indexOf(name)
    if (at >= 0) return at
    throw tableErrorAt({ path }, `no column is called ${JSON.stringify(name)}${didYouMean(name, columns)}; `
      + `its columns are ${quoted(columns)}`)
  }
  const usual = (kind: keyof typeof usualNames): number | null => {
    const plainColumns = columns.map(plain)
    const name = usualNames[kind].find((name) => plainColumns.includes(name))
    return name === undefined ? null : plainColumns.indexOf(name)
  }
  const choose = (name: string | undefined, otherwise: () => number | null): number | null =>
    name === undefined ? otherwise() : named(name)

  const { architectureColumn, lossColumn, accuracyColumn, testColumn } = options
  // Who names the one means it: the other is then not looked for.
  const free = lossColumn === undefined && accuracyColumn === undefined
  const architecture = choose(architectureColumn, () => usual("architecture"))
  const loss = choose(lossColumn, () => (free ? usual("loss") : null))
  const accuracy = choose(accuracyColumn, () => (free ? usual("accuracy") : null))
  const test = choose(testColumn, () => usual("test"))
  if (architecture === null) throw missing("of architectures", "--architecture-column")
  if (loss === null && accuracy === null) throw missing("of losses or accuracies", "--loss-column or --accuracy-column")
  return { architecture, loss, accuracy, test }
}
