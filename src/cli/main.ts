import * as Cause from "effect/Cause"
import * as Command from "effect/cli/Command"
import * as CliConfig from "effect/cli/CliConfig"
import * as CliOutput from "effect/cli/CliOutput"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { trouble } from "./exitStatus.ts"
import { explain } from "./failure.ts"
import { shorter } from "./helpText.ts"
import { note, print } from "./output/print.ts"
import { coloured } from "./output/style.ts"
import { pvll } from "./pvll.ts"
import { interruptOnSignals } from "./signals.ts"
import { version } from "../effects/version.ts"

/** Help goes to standard output when it was asked for; a usage error is one sentence, said by `explain`. */
const presenter: CliOutput.Presenter = {
  present: (event) => {
    switch (event._tag) {
      case "Help":
        return print(CliOutput.defaultFormatter({ colors: coloured(process.stdout) }).formatHelpDoc(shorter(event.helpDoc)))
      case "Version":
        return print(`${event.name} ${event.version}`)
      case "InvalidInvocation":
        return Effect.void
    }
  }
}

/**
 * No flag or argument of ours reads a file or asks a question, so the services that effect/cli may need for
 * such (its `Environment`) are never used and not loaded.
 */
const program = (args: readonly string[]) =>
  Command.runWith(pvll, { version })(args).pipe(
    Effect.provideService(CliOutput.Presenter, presenter),
    Effect.provideService(CliConfig.CliConfig, { builtIns: [GlobalFlag.Help, GlobalFlag.Version] })
  ) as Effect.Effect<void, unknown>

/** What is left to say, and the exit status. */
const finish = async (exit: Exit.Exit<void, unknown>, stoppedBy: number | null): Promise<number> => {
  if (Exit.isSuccess(exit)) return stoppedBy === null ? Number(process.exitCode ?? 0) : 128 + stoppedBy
  if (stoppedBy !== null && Cause.hasInterruptsOnly(exit.cause)) return 128 + stoppedBy
  const sentence = explain(exit.cause, pvll)
  if (sentence === null) return 0
  await Effect.runPromise(note(`pvll: ${sentence}`))
  return trouble
}

/** A reader that has enough (`| head`) ends the program quietly. */
const endWithReader = (): void => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : trouble))
  process.stderr.on("error", () => {})
}

/** Runs the command line, then ends the process with its exit status. */
export const main = (args: readonly string[]): void => {
  endWithReader()
  const fiber: Fiber.Fiber<void, unknown> = Effect.runFork(program(args))
  const stopped = interruptOnSignals(fiber)
  fiber.addObserver((exit) => {
    void finish(exit, stopped.by()).then((status) => process.exit(status))
  })
}
