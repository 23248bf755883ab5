import * as Schema from "effect/Schema"

/**
 * Logs cannot be refitted as asked, or an estimator gave what none may give: one sentence on what, where and what to
 * do.
 */
export class RefitError extends Schema.TaggedError<RefitError>()("RefitError", {
  message: Schema.String
}) {}
