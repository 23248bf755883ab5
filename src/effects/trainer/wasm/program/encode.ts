import { parameterWords, recordFields, recordKinds, recordWords } from "./record.ts"
import type { ProgramRecord } from "./record.ts"
import type { ListEntry } from "./parameterList.ts"

/** The words of a program: its records, then its list of parameters. Addresses from 2 GiB on wrap to negative words. */
export const encode = (records: readonly ProgramRecord[], list: readonly ListEntry[]): Int32Array => {
  const words = new Int32Array(records.length * recordWords + list.length * parameterWords.length)
  const floats = new Float32Array(words.buffer)
  records.forEach(({ kind, words: named, floats: namedFloats }, index) => {
    const record = index * recordWords
    words[record] = recordKinds.indexOf(kind)
    for (let field = 1; field < recordWords; field++) {
      const name = recordFields[field] as Exclude<(typeof recordFields)[number], "kind">
      const float = namedFloats?.[name]
      if (float === undefined) words[record + field] = named[name] ?? 0
      else floats[record + field] = float
    }
  })
  list.forEach((entry, index) => {
    const start = records.length * recordWords + index * parameterWords.length
    parameterWords.forEach((name, word) => {
      words[start + word] = entry[name]
    })
  })
  return words
}
