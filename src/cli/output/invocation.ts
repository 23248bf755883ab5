import { fileURLToPath } from "node:url"

/** The folder of this package, without a slash at its end. */
const checkout = fileURLToPath(new URL("../../../", import.meta.url)).replace(/[/\\]$/, "")

/** What to type to call this program again: npx finds it from its checkout and from where npx was used before. */
export const invocation = (): string =>
  process.env["npm_command"] !== undefined || process.cwd() === checkout ? "npx pvll" : "pvll"

/** Commands in a sentence stand in backquotes: the same sentence with them as they can be pasted. */
export const pastable = (sentence: string): string => sentence.replaceAll("`pvll ", `\`${invocation()} `)
