import { Record, Slice } from "./record"
import { fill, multiplyAdd } from "./vector"

/*
 * A node. Terms are added two at a time, plane by plane: a plane of sums is in the cache when the next two come.
 */

function writeOne(x: usize, a: v128, b: v128, to: usize, end: usize): void {
  for (; to + 64 <= end; to += 64, x += 64) {
    v128.store(to, multiplyAdd(b, v128.load(x), a))
    v128.store(to, multiplyAdd(b, v128.load(x, 16), a), 16)
    v128.store(to, multiplyAdd(b, v128.load(x, 32), a), 32)
    v128.store(to, multiplyAdd(b, v128.load(x, 48), a), 48)
  }
  for (; to < end; to += 16, x += 16) v128.store(to, multiplyAdd(b, v128.load(x), a))
}

@inline
function plus(sum: v128, x: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, multiplyAdd(b, x, a))
}

function addOne(x: usize, a: v128, b: v128, to: usize, end: usize): void {
  for (; to + 64 <= end; to += 64, x += 64) {
    v128.store(to, plus(v128.load(to), v128.load(x), a, b))
    v128.store(to, plus(v128.load(to, 16), v128.load(x, 16), a, b), 16)
    v128.store(to, plus(v128.load(to, 32), v128.load(x, 32), a, b), 32)
    v128.store(to, plus(v128.load(to, 48), v128.load(x, 48), a, b), 48)
  }
  for (; to < end; to += 16, x += 16) v128.store(to, plus(v128.load(to), v128.load(x), a, b))
}

function writeTwo(x: usize, a: v128, b: v128, y: usize, c: v128, d: v128, to: usize, end: usize): void {
  for (; to + 64 <= end; to += 64, x += 64, y += 64) {
    v128.store(to, plus(multiplyAdd(b, v128.load(x), a), v128.load(y), c, d))
    v128.store(to, plus(multiplyAdd(b, v128.load(x, 16), a), v128.load(y, 16), c, d), 16)
    v128.store(to, plus(multiplyAdd(b, v128.load(x, 32), a), v128.load(y, 32), c, d), 32)
    v128.store(to, plus(multiplyAdd(b, v128.load(x, 48), a), v128.load(y, 48), c, d), 48)
  }
  for (; to < end; to += 16, x += 16, y += 16) {
    v128.store(to, plus(multiplyAdd(b, v128.load(x), a), v128.load(y), c, d))
  }
}

function addTwo(x: usize, a: v128, b: v128, y: usize, c: v128, d: v128, to: usize, end: usize): void {
  for (; to + 64 <= end; to += 64, x += 64, y += 64) {
    v128.store(to, plus(plus(v128.load(to), v128.load(x), a, b), v128.load(y), c, d))
    v128.store(to, plus(plus(v128.load(to, 16), v128.load(x, 16), a, b), v128.load(y, 16), c, d), 16)
    v128.store(to, plus(plus(v128.load(to, 32), v128.load(x, 32), a, b), v128.load(y, 32), c, d), 32)
    v128.store(to, plus(plus(v128.load(to, 48), v128.load(x, 48), a, b), v128.load(y, 48), c, d), 48)
  }
  for (; to < end; to += 16, x += 16, y += 16) {
    v128.store(to, plus(plus(v128.load(to), v128.load(x), a, b), v128.load(y), c, d))
  }
}

/** Three words of the record from "dilation" on. */
@unmanaged
class Term {
  map: usize
  mapStride: i32
  affine: usize
}

@inline
function term(r: Record, index: i32): Term {
  return changetype<Term>(changetype<usize>(r) + offsetof<Record>("dilation") + <usize>index * offsetof<Term>())
}

@inline
function termPlane(t: Term, image: i32, plane: usize): usize {
  return t.map + <usize>image * <usize>t.mapStride + plane
}

/** One plane, `plane` bytes behind the start of each image; its channels are `quad` bytes behind that of an affine. */
function sumPlane(r: Record, arena: usize, image: i32, plane: usize, quad: usize, bytes: usize): void {
  const channelBytes = <usize>r.channels << 2
  const to = r.input + <usize>image * <usize>r.inputStride + plane, end = to + bytes
  let isBegun = r.accumulate != 0, next = 0
  for (; next + 2 <= r.kernel; next += 2, isBegun = true) {
    const t = term(r, next), u = term(r, next + 1)
    const x = termPlane(t, image, plane), y = termPlane(u, image, plane)
    const a = v128.load(t.affine + arena + quad), b = v128.load(t.affine + arena + channelBytes + quad)
    const c = v128.load(u.affine + arena + quad), d = v128.load(u.affine + arena + channelBytes + quad)
    if (isBegun) addTwo(x, a, b, y, c, d, to, end)
    else writeTwo(x, a, b, y, c, d, to, end)
  }
  if (next < r.kernel) {
    const t = term(r, next), x = termPlane(t, image, plane)
    const a = v128.load(t.affine + arena + quad), b = v128.load(t.affine + arena + channelBytes + quad)
    if (isBegun) addOne(x, a, b, to, end)
    else writeOne(x, a, b, to, end)
  } else if (!isBegun) fill(to, bytes, 0)
}

/** A node: the sum of its terms, each through its affine. */
export function sum(r: Record, s: Slice): void {
  const bytes = <usize>(r.height * r.width) << 4, quads = r.channels >> 2
  for (let image = s.first; image < s.end; image++) {
    for (let quad = 0; quad < quads; quad++) {
      sumPlane(r, s.arena, image, <usize>quad * bytes, <usize>quad << 4, bytes)
    }
  }
}
