import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { honestNegative } from "./exitStatus.ts"
import { load } from "./load.ts"
import { json } from "./options/common.ts"
import { text } from "./options/flags.ts"
import { print, printJson } from "./output/print.ts"
import { bad, dim, good } from "./output/style.ts"
import { table } from "./output/table.ts"
import { visible } from "./output/visible.ts"
import { version } from "../effects/version.ts"

const marks = { works: good("works"), absent: dim("not there"), broken: bad("broken") }

export const doctor = Command.make("doctor", {
  out: text("out", "DIR", "Folder that logs are to be written in (default: logs)"),
  json
}, Effect.fnUntraced(function*({ out, json }) {
  const { examine } = yield* load(() => import("../effects/doctor/examine.ts"))
  const findings = yield* examine(Option.getOrElse(out, () => "logs"))
  const ready = findings.every(({ state }) => state !== "broken")
  yield* json ? printJson({ version, ready, findings }) : print(
    ...table(
      [{ title: `pvll ${version}` }, { title: "" }, { title: "" }],
      findings.map(({ name, state, detail }) => [name, marks[state], visible(detail)])
    ),
    "",
    ready ? "This machine is ready to search." : "Something is in the way of a search: see what is broken above."
  )
  if (!ready) yield* honestNegative
})).pipe(
  Command.withDescription("Show what this machine can run, and how to get what is missing. Exit status 1 where something is broken"),
  Command.withShortDescription("What this machine can run"),
  Command.withExamples([{ command: "pvll doctor", description: "Before the first search" }])
)
