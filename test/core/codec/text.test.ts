import { expect, test } from "vitest"
import { FileName, GitCommit, Sha256Digest } from "../../../src/core/codec/text.ts"
import { EstimatorConfiguration, paperConfiguration } from "../../../src/core/search/configuration.ts"

const taken = (own: object) =>
  EstimatorConfiguration.is({ ...paperConfiguration.estimator, name: "own", own: { file: "mine.ts", digest: "a".repeat(64), commit: null, ...own } })

test.each(["../../../evil", "", "a".repeat(63), "a".repeat(65), "A".repeat(64), `${"a".repeat(64)}\n`, `../${"a".repeat(61)}`, null])(
  "%j is no digest", (digest) => {
    expect([Sha256Digest.is(digest), taken({ digest })]).toEqual([false, false])
  })

test.each(["", ".", "..", "/mine.ts", "a/mine.ts", "..\\mine.ts", "mine\n.ts", "\u001b[2Jmine.ts", "mine\u009b.ts", "mine\u0000.ts", "m".repeat(256), 3])(
  "%j is no file's name", (file) => {
    expect([FileName.is(file), taken({ file })]).toEqual([false, false])
  })

test.each(["HEAD", "", "1".repeat(41), "1".repeat(39), "g".repeat(40), "A".repeat(40)])("%j is no commit", (commit) => {
  expect([GitCommit.is(commit), taken({ commit })]).toEqual([false, false])
})

test.each([
  { file: "mein Schätzer.v2.ts" }, { file: "..mine.ts" }, { file: "m".repeat(255) }, { digest: "0123456789abcdef".repeat(4) },
  { commit: "0".repeat(40) }, { commit: "f".repeat(64) }
])("%j is what a log may hold", (own) => {
  expect(taken(own)).toBe(true)
})
