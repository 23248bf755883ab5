import type { LoggedEvent } from "../../../src/core/log/loggedEvent.ts"
import type { Space } from "../../../src/core/architecture/space.ts"
import { chosenOperations } from "../../../src/core/architecture/architecture.ts"
import { type Configuration, paperConfiguration } from "../../../src/core/search/configuration.ts"
import { encodeData, type Event, type Fact, type FactOf } from "../../../src/core/search/event.ts"
import type { Setting } from "../../../src/core/search/state.ts"

/** Hand-made logs of a space of two edges with two operations each. */

export const tinySpace: Space = {
  name: "tiny",
  operations: ["left", "right"],
  cells: [{ name: "cell", inputs: 1, nodes: 2, edges: [{ from: 0, to: 1 }, { from: 1, to: 2 }] }],
  derivation: "every-edge"
}

export const tinyConfiguration: Configuration = { ...paperConfiguration, warmUp: 2, steps: 3 }

export const tinySetting: Setting = {
  configuration: tinyConfiguration,
  space: tinySpace,
  seed: 1,
  data: { name: "numbers", measure: "loss", digest: "d1" },
  trainer: { name: "table", version: "1", deterministic: true },
  core: 1
}

export const configured = (setting: Partial<Setting> = {}): FactOf<"configured"> =>
  ({ type: "configured", data: { ...tinySetting, ...setting } })

/** Soft weights of a step: different ones for every step, the same ones whenever asked for. */
export const weightsOf = (step: number): Float64Array => {
  const first = ((step * 37) % 101) / 101
  const second = ((step * 53) % 103) / 103
  return Float64Array.of(first, 1 - first, second, 1 - second)
}

export const printed = (weights: Float64Array): string =>
  chosenOperations(weights, 2).map((k) => tinySpace.operations[k]).join("+")

export const sampled = (step: number, weights = weightsOf(step)): FactOf<"sampled"> => ({
  type: "sampled",
  data: { step, phase: step <= 2 ? "warm-up" : "search", attempt: 0, architecture: printed(weights), weights }
})

export const trained = (step: number): Fact => ({ type: "trained", data: { step } })

export const lossOf = (step: number): number => 0.1 + ((step * 29) % 31) / 31

export const measured = (step: number, loss = lossOf(step)): Fact => ({ type: "measured", data: { step, loss } })

export const learned = (step: number, fingerprint = `fingerprint-${step}`): Fact =>
  ({ type: "learned", data: { step, fingerprint, passes: 5, tau: 0.9 } })

export const reconfigured = (configuration: FactOf<"reconfigured">["data"]["configuration"], rest = {}): Fact =>
  ({ type: "reconfigured", data: { configuration, ...rest } })

/** The facts of steps from..to, all of them measured. */
export const searchSteps = (from: number, to: number): readonly Fact[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((step) => [sampled(step), measured(step), learned(step)])

/** A search of the tiny space: warm-up of two, then search steps up to `last`. */
export const search = (setting: Partial<Setting> = {}, last = 5): readonly Fact[] => [
  configured(setting),
  sampled(1), trained(1), sampled(2), trained(2),
  measured(1), learned(1), measured(2), learned(2),
  ...searchSteps(3, last)
]

const digest = (text: string): string => {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0
  return hash.toString(16).padStart(8, "0")
}

/** Events as a reader gives them: chained by ids, `at` a little later each. A parent's lines may come before them. */
export const logged = (events: readonly Event[], parent: readonly LoggedEvent[] = [], hour = "10"): readonly LoggedEvent[] => {
  const lines = [...parent]
  for (const event of events) {
    const seq = lines.length
    const at = `2026-01-01T${hour}:00:${String(seq % 60).padStart(2, "0")}.000Z`
    const id = digest(`${lines.at(-1)?.id ?? ""}${seq}${at}${event.type}${JSON.stringify(encodeData(event))}`)
    lines.push({ v: 1, seq, at, id, event })
  }
  return lines
}

export const started: Event = { type: "started", data: { program: "pvll 0.1.0", runtime: "node 24", kernel: "plain" } }
export const stopped: Event = { type: "stopped", data: { reason: "interrupted", seconds: 3 } }
export const forked = (parent: string, step: number): Event => ({ type: "forked", data: { parent, name: "parent", step } })
