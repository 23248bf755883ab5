import * as Completions from "effect/cli/Completions"
import { estimatorNames } from "./options/estimatorChoice.ts"
import { pvll } from "./pvll.ts"

type Descriptor = ReturnType<typeof Completions.fromCommand>

const paths: { readonly [name: string]: "file" | "directory" | "either" } = {
  LOG: "either", A: "either", B: "either", DIR: "directory", FILE: "file", STUDY: "either",
  config: "file", space: "file", alphas: "file", out: "directory", plot: "directory"
}

const withPath = <P extends Descriptor["flags"][number] | Descriptor["arguments"][number]>(parameter: P): P =>
  Object.hasOwn(paths, parameter.name)
    ? { ...parameter, type: { _tag: "Path", pathType: paths[parameter.name]! } }
    : parameter

/** A search, a fork and a refit take an estimator's name there, a replay the file that a log was made with. */
const estimatorOf = (verb: string): Descriptor["flags"][number]["type"] =>
  verb === "replay" ? { _tag: "Path", pathType: "file" } : { _tag: "Choice", values: estimatorNames }

/** The descriptor says of our logs and files only that they are text; a shell should offer file names there. */
const withPaths = (descriptor: Descriptor): Descriptor => ({
  ...descriptor,
  flags: descriptor.flags.map((flag) =>
    flag.name === "estimator" ? { ...flag, type: estimatorOf(descriptor.name) } : withPath(flag)),
  arguments: descriptor.arguments.map(withPath),
  subcommands: descriptor.subcommands.map(withPaths)
})

/** What a shell reads to complete `pvll`'s verbs, options, their choices and file names. */
export const completionScript = (shell: "bash" | "zsh" | "fish"): string =>
  Completions.generate(pvll.name, shell, withPaths(Completions.fromCommand(pvll)))
    .replace(`${pvll.name} --completions ${shell}`, `${pvll.name} completions ${shell}`)
