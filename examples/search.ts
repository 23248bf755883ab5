// A search, its log, and what can be computed from the log alone. Run: npx node examples/search.ts
import * as Effect from "effect/Effect"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { nb201 } from "pvll/core/architecture/spaces/nb201"
import { best } from "pvll/core/history/best"
import { presets } from "pvll/core/search/presets"
import { environment } from "pvll/effects/environment"
import { readHistory } from "pvll/effects/history/readHistory"
import { refitLogs } from "pvll/effects/history/refitLogs"
import { startSearch } from "pvll/effects/search/startSearch"
import { verifyReplay } from "pvll/effects/search/verifyReplay"

const machine = environment()

const program = Effect.gen(function*() {
  const session = yield* startSearch(machine, {
    space: nb201,
    seed: 7,
    configuration: { ...presets.quick, warmUp: 10, steps: 20 },
    trainer: { type: "table", table: { type: "shipped", data: "cifar10", measure: "valid" } },
    out: mkdtempSync(join(tmpdir(), "pvll-")),
    name: "mine"
  })
  yield* session.run

  const history = yield* readHistory(session.folder)
  console.log("best", best(history))

  const { verified } = yield* verifyReplay(machine, session.folder, undefined, () => {})
  console.log("computed again:", verified ? "the same" : "different")

  const { estimators } = yield* refitLogs({ logs: [session.folder], estimators: [{ name: "ridge" }, { name: "gp" }] })
  for (const { name, kendallTau } of estimators) console.log(name, kendallTau.toFixed(3))
})

await Effect.runPromise(Effect.scoped(program))
