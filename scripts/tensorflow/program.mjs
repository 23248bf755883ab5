import { spawn } from "node:child_process"
import { accessSync, constants, statSync } from "node:fs"
import { delimiter, join, resolve, sep } from "node:path"
import { SetupStopped } from "./SetupFailure.mjs"

/** The programs that run now, so that a signal can end them. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set()

/** @type {string | undefined} */
let stoppedBy

const end = (child) => {
  try {
    // Each program leads a group of its own, so that what it has started ends with it.
    process.kill(-child.pid, "SIGKILL")
  } catch {
    child.kill("SIGKILL")
  }
}

/** From now on, these signals end the programs that run, and make `run` throw SetupStopped. */
export const stopOnSignals = () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      stoppedBy ??= signal
      running.forEach(end)
    })
  }
}

/** Throws where a signal has come: between two steps. */
export const goOnUnlessStopped = () => {
  if (stoppedBy !== undefined) throw new SetupStopped(stoppedBy)
}

/** What a program gave: `status` is null where it could not be started at all; then `output` says why.
 * @typedef {{ status: number | null, stdout: string, output: string }} Outcome
 */

/** Runs a program to its end, without a shell.
 * @param {readonly string[]} command the program and its arguments
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, started?: (pid: number) => void }} options
 * @returns {Promise<Outcome>}
 */
export const run = async ([program, ...args], { cwd, env = process.env, started }) => {
  goOnUnlessStopped()
  const outcome = await new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true })
    const texts = { stdout: "", output: "" }
    running.add(child)
    if (child.pid !== undefined) started?.(child.pid)
    child.stdout.setEncoding("utf8").on("data", (text) => {
      texts.stdout += text
      texts.output += text
    })
    child.stderr.setEncoding("utf8").on("data", (text) => {
      texts.output += text
    })
    child.on("error", (error) => resolve({ status: null, stdout: "", output: error.message }))
    child.on("close", (status, signal) =>
      resolve(status === null ? { ...texts, status: 128, output: `${texts.output}\nended by ${signal}` } : { ...texts, status }))
    child.on("close", () => running.delete(child))
  })
  goOnUnlessStopped()
  return outcome
}

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Where a program lies, found as a shell finds it, or undefined.
 * @param {string} name
 * @param {string} [path] the folders to look in
 */
export const programPath = (name, path = process.env.PATH ?? "") =>
  name.includes(sep)
    ? (isProgram(name) ? resolve(name) : undefined)
    : path.split(delimiter).filter((folder) => folder !== "").map((folder) => join(folder, name)).find(isProgram)
