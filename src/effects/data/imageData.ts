import * as Schema from "effect/Schema"
import type { DataIdentity } from "../../core/search/event.ts"

/** Labelled images of one size. */
export interface ImageSet {
  readonly count: number
  /** `[count, channels, height, width]`, 0 to 255 */
  readonly pixels: Uint8Array
  /** `[count]`, 0 to classes - 1 */
  readonly labels: Uint16Array
}

/** A data set of images. `training` is what a search may see (its two halves are drawn from it); `test` it never sees. */
export interface ImageData {
  /** digest: SHA-256 over sizes, classes, pixels and labels of both sets, whatever the files they came from */
  readonly identity: DataIdentity
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly classes: number
  readonly training: ImageSet
  readonly test: ImageSet
}

/** A data set cannot be read as asked: one sentence on what, where (file and byte) and what to do. */
export class DataError extends Schema.TaggedError<DataError>()("DataError", {
  message: Schema.String
}) {}
