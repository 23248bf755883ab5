// The package brings types that its "exports" hide from Node's resolution: these are the functions we use.
declare module "cephes" {
  const cephes: {
    /** settles once the library is compiled; its functions can be called from then on */
    readonly compiled: Promise<void>
    /** the regularised incomplete beta function I_x(a, b) */
    readonly incbet: (a: number, b: number, x: number) => number
    /** the x with I_x(a, b) = y */
    readonly incbi: (a: number, b: number, y: number) => number
    /** the standard normal distribution function */
    readonly ndtr: (z: number) => number
  }
  export default cephes
}
