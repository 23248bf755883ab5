/**
 * The distance between two pixels that a kernel takes one after the other, as a type: `offsetof<Step>()` is then a
 * constant that fits into the instruction's own offset.
 */
@unmanaged
export class Adjacent {
  low: i64
  high: i64
}

/** 32 bytes: every second pixel. */
@unmanaged
export class EverySecond {
  low: i64
  high: i64
  skippedLow: i64
  skippedHigh: i64
}
