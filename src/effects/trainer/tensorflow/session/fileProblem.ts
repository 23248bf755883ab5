import { tmpdir } from "node:os"
import { TrainerError } from "../../Trainer.ts"

/** What the system says, and its short name for it. */
export interface FileError {
  readonly code?: string | undefined
  readonly message: string
}

const explained = (code: string | undefined, said: string, folder: string): string => {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return `there is no room for it in ${folder} (${code}): free some space there and try again, `
        + "or name another folder with TMPDIR"
    case "EMFILE":
    case "ENFILE":
      return `too many files are open (${code}): close other programs, or raise the limit (ulimit -n)`
    default:
      return `${folder} cannot be used (${said}): name a folder that can be written to with TMPDIR`
  }
}

/** Why something could not be written to a file for TensorFlow, in one sentence with the way out. */
export const fileProblem = (what: string, { code, message }: FileError, folder = tmpdir()): TrainerError =>
  new TrainerError({ message: `${what} cannot be handed to TensorFlow: ${explained(code, message, folder)}` })

/** What was thrown, as an error of the file system. */
export const fileError = (cause: unknown): FileError =>
  cause instanceof Error
    ? { message: cause.message, code: (cause as NodeJS.ErrnoException).code }
    : { message: String(cause) }
