import { closeSync, ftruncateSync, openSync, readFileSync, readlinkSync, writeSync } from "node:fs"
import { sep } from "node:path"
import { tryLock } from "fs-native-extensions"
import { SetupFailure } from "./SetupFailure.mjs"

const contentOf = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch {
    return {}
  }
}

/** Ends what a setup that was killed left running in its folder, which is how it is told from any other process. */
const endOrphan = (pid, folder) => {
  try {
    if (`${readlinkSync(`/proc/${pid}/cwd`)}${sep}`.startsWith(`${folder}${sep}`)) process.kill(-pid, "SIGKILL")
  } catch {
    // It has ended, and its number is free or another's.
  }
}

/**
 * Takes the lock of a variant's folder, which the system releases however this process ends. The file stays: its content
 * only says who works, and what it has started.
 * @param {string} path
 * @param {string} folder the one that the locked setup works in
 * @returns {{ started: (pid: number) => void, release: () => void }} `started` notes a program that this setup started
 */
export const lockSetup = (path, folder) => {
  const file = openSync(path, "a+")
  if (!tryLock(file, 0, 0)) {
    const { pid } = contentOf(path)
    closeSync(file)
    throw new SetupFailure(`another setup is at work here (process ${pid ?? "unknown"}): wait until it ends, or stop it`)
  }
  const { program } = contentOf(path)
  if (Number.isSafeInteger(program) && program > 1) endOrphan(program, folder)
  const write = (content) => {
    ftruncateSync(file, 0)
    writeSync(file, `${JSON.stringify({ pid: process.pid, ...content })}\n`)
  }
  write({})
  return { started: (program) => write({ program }), release: () => closeSync(file) }
}
