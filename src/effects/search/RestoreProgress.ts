import * as Context from "effect/Context"

/** Told how many of the trainings that bring the weights to a place in a log are done; `done` = `of` ends it. */
export class RestoreProgress extends Context.Reference<{
  readonly report: (done: number, of: number) => void
}>("pvll/effects/search/RestoreProgress", {
  defaultValue: () => ({ report: () => {} })
}) {}
