import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { nb201 } from "../../src/core/architecture/spaces/nb201.ts"
import { encodeLine } from "../../src/core/log/line.ts"
import { genesis } from "../../src/core/log/loggedEvent.ts"
import { changed, type ConfigurationChanges } from "../../src/core/search/configurationChanges.ts"
import { coreVersion } from "../../src/core/search/coreVersion.ts"
import { decide } from "../../src/core/search/decide.ts"
import type { Event, Fact } from "../../src/core/search/event.ts"
import { evolve } from "../../src/core/search/evolve.ts"
import { presets } from "../../src/core/search/presets.ts"
import type { State } from "../../src/core/search/state.ts"
import { environment } from "../../src/effects/environment.ts"
import { sha256 } from "../../src/effects/log/sha256.ts"

/** A loss that depends on the architecture alone, so that an estimator has something to find. */
const loss = (printed: string): number =>
  0.1 + 0.02 * (printed.split("none").length - 1) + 0.01 * (printed.split("skip").length - 1)

interface Run {
  readonly changes?: ConfigurationChanges
  readonly seed?: number
  /** steps at which the trainer answers this much more than usual */
  readonly worse?: { readonly [step: number]: number }
}

/** Runs a small search in memory and gives the text of its log. */
export const logText = ({ changes = {}, seed = 1, worse = {} }: Run = {}): string => {
  const step = evolve(environment())
  const configuration = changed(presets.quick, { warmUp: 8, steps: 12, estimator: { warmUpPasses: 20, passes: 10 }, ...changes })
  const facts: Event[] = [{
    type: "configured",
    data: {
      configuration, space: nb201, seed, core: coreVersion,
      data: { name: "made-up", measure: "loss", digest: "0".repeat(64) },
      trainer: { name: "table", version: "1", deterministic: true }
    }
  }]
  let state: State = step(null, facts[0] as Fact)
  for (;;) {
    const command = decide(environment())(state)
    if (command.type === "finish") break
    const fact: Fact = command.type === "record"
      ? command.fact
      : command.type === "train"
        ? { type: "trained", data: { step: command.assignment.step } }
        : { type: "measured", data: {
          step: command.assignment.step, loss: loss(command.assignment.printed) + (worse[command.assignment.step] ?? 0)
        } }
    facts.push(fact)
    state = step(state, fact)
  }
  let head = genesis
  return facts.map((fact) => {
    const { line, id } = encodeLine(sha256, head, "2026-01-01T00:00:00.000Z", fact)
    head = { next: head.next + 1, id }
    return `${line}\n`
  }).join("")
}

/** Writes such a log into a run's folder below `folder` and gives that folder. */
export const writeRun = (folder: string, name: string, run?: Run): string => {
  const place = join(folder, name)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, "events.ndjson"), logText(run))
  return place
}
