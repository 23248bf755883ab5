import { isRight } from "fp-ts/lib/Either.js"
import { expect, test } from "vitest"
import { decodeStrict } from "../../../src/core/codec/decodeStrict.ts"
import { Configuration, paperConfiguration } from "../../../src/core/search/configuration.ts"

test("a log may hold sizes that no engine builds: format 1 had no limits, and a table has no use for them", () => {
  const training = { ...paperConfiguration.training, channels: 2 ** 40, layers: 2 ** 40, batch: 2 ** 40 }
  expect(isRight(decodeStrict(Configuration, { ...paperConfiguration, training }))).toBe(true)
  for (const size of ["channels", "layers", "batch"]) {
    const wrong = { ...paperConfiguration, training: { ...training, [size]: 0 } }
    expect(isRight(decodeStrict(Configuration, wrong)), size).toBe(false)
  }
})
