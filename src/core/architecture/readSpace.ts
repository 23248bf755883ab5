import { chain, mapLeft } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { decodeStrict } from "../codec/decodeStrict.ts"
import { problemText } from "../codec/problem.ts"
import { checkSpace } from "./checkSpace.ts"
import type { Space } from "./space.ts"
import { SpaceCodec } from "./spaceCodec.ts"

/** A space from a user's JSON, shape and sense checked; else one sentence on the first problem. */
export const readSpace = (json: unknown): Either<string, Space> =>
  pipe(
    decodeStrict(SpaceCodec, json),
    mapLeft(([problem]) => (problem === undefined ? "not a space" : problemText(problem))),
    chain(checkSpace)
  )
