import { fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { TrainerError } from "../../Trainer.ts"
import { sessionEnvironment, type SessionSettings } from "./environment.ts"
import type { Answer, Request, SessionTask } from "./messages.ts"
import { processEnded } from "./sessionProblem.ts"

/** A process that answers one request after the other. Its answers fail with what became of it once it is gone. */
export interface Asked {
  readonly ready: Promise<Answer>
  readonly ask: (request: Request) => Promise<Answer>
  readonly end: () => Promise<void>
}

// From the sources this file is .ts, in dist .js; so is the process's.
const file = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./sessionProcess.ts" : "./sessionProcess.js", import.meta.url))

/** Characters of what TensorFlow wrote last that are kept, for the case that it ends. */
const mostKept = 4000

/** Starts the process. Signals of the terminal reach it too, and it passes over them. */
export const startSession = (task: SessionTask, settings: SessionSettings): Asked => {
  const child = fork(file, [JSON.stringify(task)], {
    env: { ...process.env, ...sessionEnvironment(settings) },
    serialization: "advanced",
    // Whatever TensorFlow says while all is well would stand amidst the progress of a search.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: []
  })
  let said = ""
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-mostKept)
  })
  let gone: TrainerError | null = null
  let settle: { readonly resolve: (answer: Answer) => void; readonly reject: (error: TrainerError) => void } | null = null
  const next = (): Promise<Answer> =>
    gone === null
      ? new Promise((resolve, reject) => {
        settle = { resolve, reject }
      })
      : Promise.reject(gone)
  const lost = (what: string): void => {
    gone ??= processEnded(what, said, settings)
    settle?.reject(gone)
    settle = null
  }
  child.on("message", (answer: Answer) => {
    const waiting = settle
    settle = null
    waiting?.resolve(answer)
  })
  child.on("error", (cause) => lost(cause.message))
  // All that it said has arrived by then.
  const closed = new Promise<void>((resolve) => {
    child.on("close", (status, signal) => {
      lost(signal ?? `status ${status}`)
      resolve()
    })
  })
  return {
    ready: next(),
    ask: (request) => {
      const answer = next()
      if (gone === null) child.send(request, () => {})
      return answer
    },
    end: () => {
      child.kill("SIGKILL")
      return closed
    }
  }
}
