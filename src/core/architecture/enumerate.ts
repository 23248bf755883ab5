import type { Architecture } from "./architecture.ts"
import { allowedOperations } from "./space.ts"
import type { Space } from "./space.ts"

/** Every architecture of the space once, in lexicographic order of operation indices: the last edge changes fastest. */
export const allArchitectures = (space: Space): Iterable<Architecture> => ({
  *[Symbol.iterator]() {
    const allowed = allowedOperations(space)
    const digits = allowed.map(() => 0)
    for (;;) {
      yield digits.map((digit, e) => allowed[e]![digit]!)
      let e = digits.length - 1
      while (e >= 0 && digits[e] === allowed[e]!.length - 1) digits[e--] = 0
      if (e < 0) return
      digits[e] = digits[e]! + 1
    }
  }
})

/** The place, from 0 on, of one of the space's architectures in that order. */
export const architectureIndex = (space: Space, architecture: Architecture): bigint =>
  allowedOperations(space).reduce(
    (index, allowed, e) => index * BigInt(allowed.length) + BigInt(allowed.indexOf(architecture[e]!)),
    0n
  )
