/** An event as a line holds it: `data` is plain JSON, in the form of the line's format version. */
export interface RawEvent {
  readonly type: string
  readonly data: unknown
}

/** Turns an event of one format version into the same event of the next one. */
export type Upcast = (stored: RawEvent) => RawEvent

/**
 * `upcasts[i]` leads from format i + 1 to format i + 2. A change of the format adds one here, at the end,
 * and a golden log of the format before it to the tests; stored logs are never rewritten.
 */
const upcasts: readonly Upcast[] = []

/** The format that is written. */
export const formatVersion = upcasts.length + 1

/** An event of a readable version (1 to `formatVersion`) in today's form. */
export const upcast = (version: number, stored: RawEvent): RawEvent =>
  version === formatVersion ? stored : upcasts.slice(version - 1).reduce((event, step) => step(event), stored)
