import * as Schema from "effect/Schema"

/** A study cannot be run or shown as asked: one sentence on what, where and what to do. */
export class StudyError extends Schema.TaggedError<StudyError>()("StudyError", {
  message: Schema.String
}) {}
