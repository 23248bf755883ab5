import * as Command from "effect/cli/Command"
import { studyRun } from "./studyRun.ts"
import { studyShow } from "./studyShow.ts"

export const study = Command.make("study").pipe(
  Command.withSubcommands([studyRun, studyShow]),
  Command.withDescription("Many searches at once: variants x seeds from a file, a log each, and tables that compare them"),
  Command.withShortDescription("Many searches, compared"),
  Command.withExamples([
    { command: "pvll study run examples/studies/samplers.json", description: "Run what is left of a study, then show it" },
    { command: "pvll study show studies/samplers", description: "What it found so far" }
  ])
)
