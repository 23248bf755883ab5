import type { Space } from "../../../src/core/architecture/space.ts"
import { paperConfiguration } from "../../../src/core/search/configuration.ts"
import type { Event } from "../../../src/core/search/event.ts"

const space: Space = {
  name: "tiny",
  operations: ["none", "skip", "conv"],
  cells: [{ name: "cell", inputs: 1, nodes: 2, edges: [{ from: 0, to: 1 }, { from: 1, to: 2, operations: ["skip", "conv"] }] }],
  derivation: "every-edge"
}

export const configured: Event = {
  type: "configured",
  data: {
    configuration: paperConfiguration,
    space,
    seed: 7,
    data: { name: "tiny", measure: "valid", digest: "0".repeat(64) },
    trainer: { name: "table", version: "1", deterministic: true },
    core: 1
  }
}

const ofStep = (step: number): readonly Event[] => [
  {
    type: "sampled",
    data: { step, phase: "search", attempt: 0, architecture: "skip conv", weights: Float64Array.of(0, 0.25, 0.75, 0, 1 / step, 1 - 1 / step) }
  },
  { type: "measured", data: { step, loss: 1 / (step + 1), accuracy: 0.5 } },
  { type: "learned", data: { step, fingerprint: "f".repeat(64), passes: 5, tau: null } }
]

/** A small search: `configured`, then `sampled`, `measured` and `learned` for each step. */
export const sampleEvents = (steps: number): readonly Event[] =>
  [configured, ...Array.from({ length: steps }, (_, i) => ofStep(i + 1)).flat()]
