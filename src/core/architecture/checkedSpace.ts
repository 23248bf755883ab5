import * as Either from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import { checkSpace } from "./checkSpace.ts"
import type { Space } from "./space.ts"
import { SpaceCodec } from "./spaceCodec.ts"

/** A space whose shape and edges are possible: what every function of this folder may rely on. */
export const CheckedSpace = new t.Type<Space, unknown>(
  "CheckedSpace",
  SpaceCodec.is,
  (u, context) => {
    const shaped = SpaceCodec.validate(u, context)
    if (Either.isLeft(shaped)) return shaped
    const checked = checkSpace(shaped.right)
    return Either.isLeft(checked) ? t.failure(u, context, checked.left) : t.success(checked.right)
  },
  SpaceCodec.encode
)
