import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import type { Event } from "../../../src/core/search/event.ts"

/** `appendingProcess.ts` as a process that can be killed, traced and outrun. */
const script = join(import.meta.dirname, "appendingProcess.ts")

export const stopped: Event = { type: "stopped", data: { reason: "interrupted" } }

/** The highest sequence number that the process was told is durable; -1 for none. */
const lastAcknowledged = (output: string): number => {
  const whole = output.slice(0, output.lastIndexOf("\n") + 1).split("\n").filter((line) => line !== "")
  return whole.length === 0 ? -1 : Number(whole.at(-1))
}

export interface Ended {
  readonly acknowledged: number
  readonly sentence: string
  readonly code: number | null
}

/** What a process told until it ended. */
export const collect = async (child: ChildProcess): Promise<Ended> => {
  let output = ""
  let sentence = ""
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (output += text))
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (sentence += text))
  const [code] = await once(child, "close") as [number | null]
  return { acknowledged: lastAcknowledged(output), sentence: sentence.trim(), code }
}

/** Starts a process that makes or opens the log of `run` in `out` and appends so many events. */
export const start = (out: string, mode: "create" | "open", count: number, tracer: readonly string[] = []) => {
  const [command, ...rest] = [...tracer, process.execPath, script, out, "run", mode, String(count)]
  // strace counts the calls of each thread by itself.
  return spawn(command!, rest, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, UV_THREADPOOL_SIZE: "1" } })
}

/** Starts a process that appends without end, and waits until it has. */
export const startAppending = async (out: string, mode: "create" | "open") => {
  const child = start(out, mode, 1e6)
  onTestFinished(() => void child.kill("SIGKILL"))
  const ended = collect(child)
  await once(child.stdout!, "data")
  return { child, ended }
}
