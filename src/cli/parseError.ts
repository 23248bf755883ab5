import type { CliError, InvalidValue, NonShowHelpErrors, ShowHelp } from "effect/cli/CliError"
import type { Command } from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import { closest, didYouMean } from "./closest.ts"
import { visible } from "./output/visible.ts"

/** What a verb is called with and which options it has, as data. */
type Description = ReturnType<typeof Completions.fromCommand>

/** The error that explains the others: a verb that does not exist makes all its options unknown too. */
const mostTelling = (errors: readonly NonShowHelpErrors[]): NonShowHelpErrors =>
  errors.find((error) => error._tag === "UnknownSubcommand") ?? errors[0]!

const argumentHints: { readonly [name: string]: string } = {
  LOG: "a log: the run's folder, or its events.ndjson",
  A: "two logs, A and B",
  B: "a second log, B",
  SHELL: "a shell: bash, zsh or fish",
  FILE: "a file",
  STUDY: "a study: its file, or its folder"
}

/** `Expected "a" | "b"` of effect/cli, as a list; empty where it expects something else. */
const choices = (expected: string): readonly string[] =>
  expected.includes(" | ") ? expected.replace(/^Expected:? /, "").split(" | ").map((name) => name.replace(/^"(.*)"$/, "$1")) : []

const invalidValue = ({ kind, option, value, expected }: InvalidValue): string => {
  const name = kind === "flag" ? `--${option}` : option
  if (expected === "at most 1 value") return `${name} is given more than once; once is enough`
  const offered = choices(expected)
  const wanted = offered.length === 0 ? expected : `${offered.slice(0, -1).join(", ")} or ${offered.at(-1)}`
  if (value === "") return offered.length === 0 ? `${name} needs a value, as in ${name} ${expected}` : `${name} needs a value: ${wanted}`
  const meant = closest(value, offered)
  return `${name} is ${visible(value)} where ${wanted} is expected${meant === null ? "" : `; did you mean ${meant}?`}`
}

/** One sentence for what is wrong with a command line, and what to do. */
const sentence = (error: NonShowHelpErrors, verb: Description, names: readonly string[], call: string): string => {
  const help = `\`${call} --help\``
  switch (error._tag) {
    case "UnknownSubcommand":
      return `there is no verb ${visible([...call.split(" ").slice(1), error.subcommand].join(" "))}; ${didYouMean(error.subcommand, names, `${help} lists the verbs`)}`
    case "UnrecognizedOption": {
      const options = ["--help", ...verb.flags.map((flag) => `--${flag.name}`)]
      return `${call} has no option ${visible(error.option)}; ${didYouMean(error.option, options, `${help} lists its options`)}`
    }
    case "MissingArgument":
      return `${call} needs ${argumentHints[error.argument] ?? error.argument}; ${help} shows an example`
    case "MissingOption":
      return `${call} needs --${error.option}; ${help} shows an example`
    case "UnexpectedArgument":
      return `${call} does not take the argument ${visible(error.arguments[0]!)}; ${help} shows what it takes`
    case "InvalidValue":
      return invalidValue(error)
    default:
      return visible(error.message)
  }
}

/** The sentence for a usage error of effect/cli, or null where help was asked for and shown. */
export const usageSentence = (error: CliError, root: Command.Any): string | null => {
  const wrapped = error._tag === "ShowHelp" ? error as ShowHelp : null
  if (wrapped !== null && wrapped.errors.length === 0) return null
  const path = wrapped?.commandPath ?? [root.name]
  const verb = path.slice(1).reduce(
    (within: Description, name) => within.subcommands.find((subcommand) => subcommand.name === name) ?? within,
    Completions.fromCommand(root)
  )
  const names = verb.subcommands.map((subcommand) => subcommand.name)
  const cause = wrapped === null ? error as NonShowHelpErrors : mostTelling(wrapped.errors)
  return sentence(cause, verb, names, path.join(" "))
}
