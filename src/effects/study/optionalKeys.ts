import * as t from "io-ts"

/** A strict object of these keys, some of which may be left out. */
export const optional = <P extends t.Props, Q extends t.Props>(required: P, others: Q) =>
  t.exact(t.intersection([t.type(required), t.partial(others)]))
