import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

/** A program of bench/peers, in Python or TypeScript, that answers each line of JSON with one. */
export interface PeerProcess {
  ask(request: unknown): Promise<any>
  close(): void
}

/** The interpreter of Python peers: `PVLL_BENCH_PYTHON`, or python3. */
const python = process.env["PVLL_BENCH_PYTHON"] ?? "python3"

/** Starts the program and waits for its answer to a first request; null where it, or what it imports, is not installed. */
export const startPeer = async (
  script: string, first: unknown, environment: Readonly<Record<string, string>> = {}
): Promise<PeerProcess | null> => {
  const interpreter = script.endsWith(".ts") ? process.execPath : python
  const child = spawn(interpreter, [fileURLToPath(new URL(script, import.meta.url))], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, ...environment }
  })
  const ended = new Promise<null>((resolve) => {
    child.on("error", () => resolve(null))
    child.on("close", () => resolve(null))
  })
  // Writing to a program that has ended already is an error of the pipe; its end is seen above.
  child.stdin.on("error", () => {})
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  const answerTo = async (request: unknown): Promise<any> => {
    child.stdin.write(`${JSON.stringify(request)}\n`)
    const line = await Promise.race([lines.next(), ended])
    return line === null || line.done === true ? null : JSON.parse(line.value)
  }
  const ask = async (request: unknown): Promise<any> => {
    const answer = await answerTo(request)
    if (answer === null) throw new Error(`bench/peers/${script} ended before it answered`)
    return answer
  }
  return (await answerTo(first)) === null ? null : { ask, close: () => child.stdin.end() }
}
