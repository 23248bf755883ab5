import { expect, test } from "vitest"
import type { Happening } from "../../../src/core/history/history.ts"
import { cameToItsEnd, endingOf } from "../../../src/core/history/ending.ts"

const process = { program: "pvll", runtime: "node", kernel: "wasm" }
const started = { type: "started", data: process } as const
const stopped = { type: "stopped", data: { reason: "interrupted" } } as const
const happened = (...events: readonly Happening["event"][]): readonly Happening[] =>
  events.map((event, seq) => ({ seq, at: "", event }))

test("a log ends as the last process ended", () => {
  expect(endingOf({ finished: false, happenings: happened(started) })).toEqual({ state: "open" })
  expect(endingOf({ finished: false, happenings: happened(started, stopped) })).toEqual({ state: "stopped", reason: "interrupted" })
  expect(endingOf({ finished: false, happenings: happened(started, stopped, { type: "resumed", data: process }) })).toEqual({ state: "open" })
  expect(endingOf({ finished: true, happenings: happened(started, stopped) })).toEqual({ state: "finished" })
})

test("what is saved, pruned or tested afterwards does not make it run again", () => {
  const pruned = { type: "pruned", data: { checkpoints: ["a"] } } as const
  const saved = { type: "saved", data: { trainings: 3, checkpoint: "b" } } as const
  expect(endingOf({ finished: false, happenings: happened(started, stopped, pruned, saved) })).toEqual({ state: "stopped", reason: "interrupted" })
})

test("a run came to its end if it said so last, not if an earlier one did", () => {
  const finished = { type: "stopped", data: { reason: "finished" } } as const
  const resumed = { type: "resumed", data: process } as const
  const pruned = { type: "pruned", data: { checkpoints: ["a"] } } as const
  expect(cameToItsEnd({ happenings: happened(started, finished, pruned) })).toBe(true)
  expect(cameToItsEnd({ happenings: happened(started, finished, resumed) })).toBe(false)
  expect(cameToItsEnd({ happenings: happened(started, stopped) })).toBe(false)
  expect(cameToItsEnd({ happenings: [] })).toBe(false)
})
