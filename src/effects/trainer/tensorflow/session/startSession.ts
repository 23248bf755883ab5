import { type ChildProcess, fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { TrainerError } from "../../Trainer.ts"
import { sessionEnvironment, type SessionSettings } from "./environment.ts"
import type { Answer, Request, SessionTask } from "./messages.ts"
import { processEnded, processUnreached, type Used } from "./sessionProblem.ts"

/** A process that answers one request after the other. Its answers fail with what became of it once it is gone. */
export interface Asked {
  readonly ready: Promise<Answer>
  readonly ask: (request: Request) => Promise<Answer>
  readonly end: () => Promise<void>
}

// From the sources this file is .ts, in dist .js; so is the process's.
const program = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./sessionProcess.ts" : "./sessionProcess.js", import.meta.url))

/** Fails where the system has no room for another process. Signals of the terminal reach it too, and it passes over them. */
const started = (task: SessionTask, file: number, settings: SessionSettings): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = fork(program, [JSON.stringify(task)], {
      env: sessionEnvironment(settings),
      serialization: "advanced",
      // Whatever TensorFlow says while all is well would stand amidst the progress of a search.
      stdio: ["ignore", "ignore", "pipe", "ipc", file],
      execArgv: []
    })
    child.once("spawn", () => resolve(child))
    child.once("error", reject)
  })

/** Characters of what TensorFlow wrote last that are kept, for the case that it ends. */
const mostKept = 4000

/** Milliseconds after which a process that cannot be asked, and does not end either, is given up. */
const patience = 2000

/** Starts the process, which gets the open file as its own. */
export const startSession = async (task: SessionTask, file: number, settings: SessionSettings, used: Used): Promise<Asked> => {
  const child = await started(task, file, settings)
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
  const lost = (error: TrainerError): void => {
    gone ??= error
    settle?.reject(gone)
    settle = null
  }
  child.on("message", (answer: Answer) => {
    // What it says while it is loaded explains no later end.
    if (answer.type === "ready") said = ""
    const waiting = settle
    settle = null
    waiting?.resolve(answer)
  })
  child.on("error", (cause) => lost(processUnreached(cause.message)))
  // All that it said has arrived by then.
  const closed = new Promise<void>((resolve) => {
    child.on("close", (status, signal) => {
      lost(processEnded(signal ?? `status ${status}`, said, used))
      resolve()
    })
  })
  /** As a rule the process has ended, which is about to be told with its reason. */
  const unsent = (error: Error | null): void => {
    if (error !== null) setTimeout(() => lost(processUnreached(error.message)), patience).unref()
  }
  const ready = next()
  // Nobody listens yet where the opening is interrupted at once.
  ready.catch(() => {})
  return {
    ready,
    ask: (request) => {
      const answer = next()
      if (gone === null) child.send(request, unsent)
      return answer
    },
    end: () => {
      child.kill("SIGKILL")
      return closed
    }
  }
}
