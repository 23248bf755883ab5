import { describe, expect, test } from "vitest"
import { criticalT, twoSidedNormal, twoSidedT } from "../../../src/effects/statistics/distributions.ts"

/** Within a relative 1e-10 of the reference. */
const close = (value: number, reference: number) => expect(Math.abs(value / reference - 1), `${value} for ${reference}`).toBeLessThan(1e-10)

// References: SciPy 1.x, scipy.stats.t and scipy.stats.norm.
describe("Student's t", () => {
  test.each([
    [12.7, 1, 0.050024327689344165],
    [2, 3.3, 0.1309588644394494],
    [8, 40, 7.905084110104538e-10],
    [40, 100, 2.462107602140071e-63],
    [1e-3, 5, 0.9992407867721976]
  ])("exceeds %d with %d degrees of freedom as often as SciPy says", (t, degrees, p) => {
    close(twoSidedT(t, degrees), p)
    close(twoSidedT(-t, degrees), p)
  })

  test.each([
    [1, 12.706204736174694], [2, 4.302652729749462], [5, 2.5705818356363146], [17.5, 2.105232972227985],
    [30, 2.0422724563012378], [1000, 1.9623390808264083], [1e5, 1.9599877075346095]
  ])("holds 95 %% with %d degrees of freedom within %d", (degrees, t) => close(criticalT(0.95, degrees), t))
})

test("five deviations of a normal are 1 in 1.7 million", () => close(twoSidedNormal(-5), 5.733031437583866e-7))
