import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { load } from "./load.ts"
import { print } from "./output/print.ts"

export const completions = Command.make("completions", {
  shell: Argument.Literals("SHELL", ["bash", "zsh", "fish"]).pipe(Argument.withDescription("bash, zsh or fish"))
}, Effect.fnUntraced(function*({ shell }) {
  const { completionScript } = yield* load(() => import("./completionScript.ts"))
  yield* print(completionScript(shell))
})).pipe(
  Command.withDescription("Print the script that completes pvll's verbs and options in a shell"),
  Command.withExamples([
    { command: "source <(pvll completions bash)", description: "For this shell" },
    { command: "pvll completions fish > ~/.config/fish/completions/pvll.fish", description: "For good, with fish" }
  ])
)
