import * as Schema from "effect/Schema"

/** What was asked for cannot be done as asked: one sentence that says what, where and what to do. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", {
  message: Schema.String
}) {}
