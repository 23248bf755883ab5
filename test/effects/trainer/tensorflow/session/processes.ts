import { readdirSync, readFileSync } from "node:fs"

const argumentsOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8")
  } catch {
    return ""
  }
}

/** Processes that were started with these words among their arguments. */
export const processesWith = (words: string): readonly number[] =>
  readdirSync("/proc").filter((name) => /^\d+$/u.test(name) && argumentsOf(name).includes(words)).map(Number)

/** Waits until something holds, at most ten seconds. */
export const eventually = async (holds: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) return true
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
  return false
}
