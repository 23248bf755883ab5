import { visible } from "./visible.ts"

/** A path as it can be pasted into a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w./:@%+,-]+$/.test(text) ? text : `'${visible(text).replaceAll("'", "'\\''")}'`
