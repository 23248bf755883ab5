/** Bytes of scratch that one strip of pixels of a map may take: a strip is to stay in the first cache. */
const stripBytes: i32 = 16384

/** Whole rows of a strip, of a map `width` pixels wide. */
export function stripRows(quads: i32, width: i32): i32 {
  return max(1, stripBytes / ((quads * width) << 4))
}
