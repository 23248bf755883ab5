import * as Schema from "effect/Schema"

/** A user's own estimator cannot be used: one sentence on what, where and what to do. */
export class OwnEstimatorError extends Schema.TaggedError<OwnEstimatorError>()("OwnEstimatorError", {
  message: Schema.String
}) {}
