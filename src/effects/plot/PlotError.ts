import * as Schema from "effect/Schema"

/** A plot that cannot be drawn: one sentence that says which, and why. */
export class PlotError extends Schema.TaggedError<PlotError>()("PlotError", {
  message: Schema.String
}) {}
