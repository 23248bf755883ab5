import * as Schema from "effect/Schema"

/** A log holds too little to fit an estimator to. */
export class RefitError extends Schema.TaggedError<RefitError>()("RefitError", {
  message: Schema.String
}) {}
