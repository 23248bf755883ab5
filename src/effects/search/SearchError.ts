import * as Schema from "effect/Schema"

/** A search cannot be started or gone on with as asked: one sentence on what, where and what to do. */
export class SearchError extends Schema.TaggedError<SearchError>()("SearchError", {
  message: Schema.String
}) {}
