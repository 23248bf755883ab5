import * as t from "io-ts"

/**
 * Numbers as they stand in a log. `t.number` lets NaN and the infinities pass, and JSON turns -0 into 0;
 * here -0 is written as the string "-0", and what is not finite is refused or, where an event may hold it, spelled out.
 */

const encode = (n: number): number | string => (Object.is(n, -0) ? "-0" : n)

const numberCodec = (name: string, holds: (n: number) => boolean, expectation: string) => {
  const is = (u: unknown): u is number => typeof u === "number" && holds(u)
  return new t.Type<number, number | string>(
    name,
    is,
    (u, context) => {
      const n = u === "-0" ? -0 : u
      return is(n) ? t.success(n) : t.failure(u, context, expectation)
    },
    encode
  )
}

const whole = (from: number) => (n: number) => Number.isSafeInteger(n) && n >= from && !Object.is(n, -0)

export const Finite = numberCodec("Finite", Number.isFinite, "a finite number")
export const Positive = numberCodec("Positive", (n) => Number.isFinite(n) && n > 0, "a number above 0")
export const NonNegative = numberCodec("NonNegative", (n) => Number.isFinite(n) && n >= 0, "a number from 0 on")
export const Fraction = numberCodec("Fraction", (n) => n >= 0 && n < 1, "a number from 0 to below 1")
export const Share = numberCodec("Share", (n) => n >= 0 && n <= 1, "a number from 0 to 1")
export const Natural = numberCodec("Natural", whole(0), "a whole number from 0 on")
export const PositiveInteger = numberCodec("PositiveInteger", whole(1), "a whole number from 1 on")

/** A whole number from `from` to `to`. */
export const wholeBetween = (from: number, to: number) =>
  numberCodec(`whole ${from} to ${to}`, (n) => whole(from)(n) && n <= to, `a whole number from ${from} to ${to}`)

const spelled: ReadonlyMap<unknown, number> = new Map([["NaN", Number.NaN], ["Infinity", Infinity], ["-Infinity", -Infinity]])

/** A number that is not finite, spelled "NaN", "Infinity" or "-Infinity": the loss of a diverged training. */
export const NotFinite = new t.Type<number, string>(
  "NotFinite",
  (u): u is number => typeof u === "number" && !Number.isFinite(u),
  (u, context) => {
    const n = typeof u === "string" ? spelled.get(u) : undefined
    return n === undefined ? t.failure(u, context, "\"NaN\", \"Infinity\" or \"-Infinity\"") : t.success(n)
  },
  String
)
