import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import { isRight } from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import { canonicalJson } from "../../core/codec/canonicalJson.ts"
import type { Sha256 } from "../../core/environment.ts"
import type { LogsByVariant } from "./analyse.ts"
import { Analysis } from "./analysisFile.ts"
import { AnalysisResult } from "./analysisResult.ts"
import { readLogEnd } from "./summaryFile.ts"

/**
 * The result of an analysis stands in the study's folder, so that it is computed once. It is a cache: it counts only
 * while the logs end as they did and the file asks the same question, and deleting it changes nothing but the time.
 */

/** Raise it when an analysis would find something else. */
const format = 1

const Cached = t.strict({ key: t.string, result: AnalysisResult })

/** What the numbers depend on, in a form that titles, labels and moments do not change. */
const questionOf = (analysis: Analysis): unknown =>
  analysis.type === "learning-curve"
    ? {
      type: analysis.type, fed: analysis.fed, tested: analysis.tested, from: analysis.from ?? null,
      curves: analysis.curves.map(({ variant, test, configuration = {} }) => ({ variant, test, configuration }))
    }
    : {
      type: analysis.type, sizes: analysis.sizes,
      curves: analysis.curves.map(({ variant, configuration = {} }) => ({ variant, configuration }))
    }

/** A digest of the question and of how the logs end; null where one of these cannot be told. */
export const analysisKey = Effect.fnUntraced(function*(
  sha256: Sha256,
  analysis: Analysis,
  logs: LogsByVariant
): Effect.fn.Return<string | null> {
  const ends: { [variant: string]: string } = {}
  for (const [variant, logFile] of Object.entries(logs)) {
    const end = yield* readLogEnd(logFile)
    if (end === null) return null
    ends[variant] = end.id
  }
  return sha256(canonicalJson({ format, question: questionOf(analysis), ends }))
})

/** Where a result is kept, and under which key. */
export interface AnalysisPlace {
  readonly file: string
  readonly key: string
}

/** `analyses/NAME/[DATA/]seed-N.json`. */
export const analysisFileOf = (folder: string, { name }: Analysis, data: string | null, seed: number): string =>
  join(folder, "analyses", name, ...(data === null ? [] : [data]), `seed-${seed}.json`)

/** The result that was kept under this key. */
export const loadAnalysis = ({ file, key }: AnalysisPlace): Effect.Effect<AnalysisResult | null> =>
  Effect.tryPromise(async (): Promise<unknown> => JSON.parse(await readFile(file, "utf8"))).pipe(
    Effect.map((json) => {
      const cached = Cached.decode(json)
      return isRight(cached) && cached.right.key === key ? cached.right.result : null
    }),
    Effect.orElseSucceed(() => null)
  )

/** Keeps a result. A full disk only means that there is none. */
export const saveAnalysis = ({ file, key }: AnalysisPlace, result: AnalysisResult): Effect.Effect<void> =>
  Effect.tryPromise(async () => {
    const temporary = `${file}.${process.pid}.tmp`
    await mkdir(dirname(file), { recursive: true })
    try {
      await writeFile(temporary, `${JSON.stringify(Cached.encode({ key, result }))}\n`)
      await rename(temporary, file)
    } finally {
      await rm(temporary, { force: true })
    }
  }).pipe(Effect.ignore)
