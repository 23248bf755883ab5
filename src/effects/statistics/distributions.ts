import cephes from "cephes"

// The library is a WebAssembly module that is compiled once, when this file is first imported.
await cephes.compiled

/** P(|T| >= |t|) for Student's t with `degrees` degrees of freedom, whole or not: the two-sided p. */
export const twoSidedT = (t: number, degrees: number): number =>
  cephes.incbet(degrees / 2, 0.5, degrees / (degrees + t * t))

/** The t with P(|T| <= t) = `share`: half the width of an interval, in standard errors. */
export const criticalT = (share: number, degrees: number): number => {
  const x = cephes.incbi(degrees / 2, 0.5, 1 - share)
  return Math.sqrt((degrees * (1 - x)) / x)
}

/** P(|Z| >= |z|) for a standard normal Z. */
export const twoSidedNormal = (z: number): number => 2 * cephes.ndtr(-Math.abs(z))
