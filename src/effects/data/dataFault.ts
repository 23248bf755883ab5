import { ioReason } from "../log/ioReason.ts"
import { DataError } from "./imageData.ts"

/** "train.bin, byte 3073: what is wrong and what to do" */
export const dataFault = (path: string, byte: number | null, what: string): DataError =>
  new DataError({ message: `${path}${byte === null ? "" : `, byte ${byte}`}: ${what}` })

/** The answer of a call of the file system, whose failures become `DataError`s that name the path. */
export const reading = async <A>(path: string, answer: Promise<A>): Promise<A> => {
  try {
    return await answer
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    throw dataFault(path, null, `it cannot be read: ${ioReason(cause)}`)
  }
}
