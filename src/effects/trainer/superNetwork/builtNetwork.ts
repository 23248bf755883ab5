import * as E from "fp-ts/lib/Either.js"
import * as Effect from "effect/Effect"
import { TrainerError } from "../Trainer.ts"
import { type Network, networkOf } from "../network/network.ts"
import type { NetworkShape } from "../network/networkShape.ts"

/** The super-network of a shape; fails where there is none, with the reason. */
export const builtNetwork = (shape: NetworkShape): Effect.Effect<Network, TrainerError> => {
  const built = networkOf(shape)
  return E.isLeft(built) ? Effect.fail(new TrainerError({ message: built.left })) : Effect.succeed(built.right)
}
