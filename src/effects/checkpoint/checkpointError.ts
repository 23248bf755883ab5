import * as Schema from "effect/Schema"

/** A checkpoint that a log names cannot be used. */
export class CheckpointError extends Schema.TaggedError<CheckpointError>()("CheckpointError", {
  file: Schema.String,
  /** `not-a-digest`: what should name it is no SHA-256; `damaged`: its content is not what its name says */
  kind: Schema.Literals(["not-a-digest", "missing", "damaged", "unreadable"]),
  message: Schema.String
}) {}
