import { closeSync, openSync, writeSync } from "node:fs"
import { encodeLine } from "../../src/core/log/line.ts"
import { genesis } from "../../src/core/log/loggedEvent.ts"
import { uniforms } from "../../src/core/random/uniform.ts"
import type { Event } from "../../src/core/search/event.ts"
import { sha256 } from "../../src/effects/log/sha256.ts"

const operations = ["none", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"]
const edges = 28

/** The three events of a search step in the paper's space: 28 edges, 8 operations. */
export const stepEvents = (step: number): readonly Event[] => {
  const weights = uniforms({ seed: 1, stream: "search-noise", a: step, b: 0 }, edges * operations.length)
  const architecture = Array.from({ length: edges }, (_, e) => operations[Math.floor(weights[e]! * operations.length)]).join(" ")
  return [
    { type: "sampled", data: { step, phase: "search", attempt: 0, architecture, weights } },
    { type: "measured", data: { step, loss: weights[0]!, accuracy: weights[1]! } },
    { type: "learned", data: { step, fingerprint: sha256(architecture), passes: 200, tau: weights[2]! } }
  ]
}

/** Writes a log of so many events, without syncing each one. */
export const writeSampleLog = (file: string, events: number): void => {
  const fd = openSync(file, "w")
  let head = genesis
  for (let step = 1; head.next < events; step++) {
    for (const event of stepEvents(step).slice(0, events - head.next)) {
      const { line, id } = encodeLine(sha256, head, "2026-11-25T10:00:00.000Z", event)
      writeSync(fd, `${line}\n`)
      head = { next: head.next + 1, id }
    }
  }
  closeSync(fd)
}
