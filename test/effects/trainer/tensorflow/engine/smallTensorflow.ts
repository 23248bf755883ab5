import * as Effect from "effect/Effect"
import { superNetworkTrainer } from "../../../../../src/effects/trainer/superNetwork/superNetworkTrainer.ts"
import type { Session } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { tensorflowEngine } from "../../../../../src/effects/trainer/tensorflow/tensorflowEngine.ts"
import { type WithTrainer, withTrainerOf } from "../../superNetwork/smallTrainer.ts"

const identity = { name: "tensorflow", version: "in a session that is there", deterministic: true }

/** Small trainers, one after the other, in a session that is there. */
export const withSession = (session: () => Session): WithTrainer =>
  withTrainerOf((request) => superNetworkTrainer(request, (size) =>
    Effect.map(tensorflowEngine(session(), size, 2), (engine) => ({ identity, engine }))))
