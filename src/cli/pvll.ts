import * as Command from "effect/cli/Command"
import { bounds } from "./bounds.ts"
import { completions } from "./completions.ts"
import { derive } from "./derive.ts"
import { diff } from "./diff.ts"
import { doctor } from "./doctor.ts"
import { ls } from "./ls.ts"
import { prune } from "./prune.ts"
import { refit } from "./refit.ts"
import { remeasure } from "./remeasure.ts"
import { repair } from "./repair.ts"
import { replay } from "./replay.ts"
import { resume } from "./resume.ts"
import { search } from "./search.ts"
import { show } from "./show.ts"
import { study } from "./study.ts"
import { verify } from "./verify.ts"

/** The program: its verbs, in the order in which a newcomer meets them. */
export const pvll = Command.make("pvll").pipe(
  Command.withDescription("Neural architecture search in a proxy validation loss landscape, with an event log"),
  Command.withSubcommands([
    search, show, replay, refit, resume, study, remeasure, diff, ls, derive, prune, verify, repair, bounds, doctor, completions
  ]),
  Command.withExamples([
    { command: "pvll search", description: "A small real search on images, within two minutes" },
    { command: "pvll search --preset nb201", description: "A search on NAS-Bench-201, in seconds" },
    { command: "pvll show logs/NAME", description: "What it found, and how it got there" },
    { command: "pvll resume logs/NAME --at 100 --estimator ridge", description: "From step 100 on with another estimator" },
    { command: "pvll diff logs/NAME logs/NAME-2", description: "Where the two part, and why" }
  ])
)
