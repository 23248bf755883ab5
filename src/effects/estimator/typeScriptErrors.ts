import { resolve } from "node:path"

/** An error that TypeScript reports. */
export interface TypeScriptError {
  /** absolute */
  readonly file: string
  readonly line: number
  readonly code: string
  /** the error, and what TypeScript says beneath it */
  readonly messages: readonly string[]
}

/** Reads what `tsc --pretty false` prints in `folder`: a line an error, indented lines that explain it beneath. */
export const typeScriptErrors = (text: string, folder: string): readonly TypeScriptError[] => {
  const found: TypeScriptError[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, file, at, code, message] = /^(.+)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line) ?? []
    if (file !== undefined) {
      found.push({ file: resolve(folder, file), line: Number(at), code: code!, messages: [message!] })
    } else if (/^\s+\S/.test(line) && found.length > 0) {
      const last = found.pop()!
      found.push({ ...last, messages: [...last.messages, line.trim()] })
    }
  }
  return found
}

/** Node strips types and does not compile. */
const onlyStripped = "TS1294"

/** Types that TypeScript spells out, and messages, of more characters than these are cut. */
const longestType = 60
const longest = 240

/** One of an error's messages as a clause. */
export const errorClause = ({ code, messages }: TypeScriptError, which: "error" | "cause"): string => {
  if (code === onlyStripped) {
    return "enums, namespaces and parameter properties cannot be used, since Node only strips types"
  }
  const message = which === "error" ? messages[0]! : messages.at(-1)!
  const plain = message.replaceAll("Estimator<any>", "Estimator<State>").replace(/\.$/, "")
    .replaceAll(/'(\{[^']*\})'/g, (quoted) => (quoted.length > longestType ? "'{ ... }'" : quoted))
  return plain.length > longest ? `${plain.slice(0, longest - 3)}...` : plain
}
