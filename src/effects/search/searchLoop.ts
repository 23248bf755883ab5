import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import type { LoggedEvent } from "../../core/log/loggedEvent.ts"
import type { Command } from "../../core/search/command.ts"
import { decide } from "../../core/search/decide.ts"
import { type Fact, isFact } from "../../core/search/event.ts"
import { evolve } from "../../core/search/evolve.ts"
import type { Search } from "../../core/search/state.ts"
import { computed } from "../estimator/computed.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import { EventLog } from "../log/EventLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { Trainer, type TrainerError } from "../trainer/Trainer.ts"

/** What a command leads to: the fact that the log has to keep. */
const carryOut = Effect.fnUntraced(function*(
  command: Exclude<Command, { type: "finish" }>
): Effect.fn.Return<Fact, TrainerError, Trainer> {
  if (command.type === "record") return command.fact
  const trainer = yield* Trainer
  if (command.type === "measure") return yield* trainer.measure(command.assignment, command.train)
  yield* trainer.train(command.assignment)
  return { type: "trained", data: { step: command.assignment.step } }
})

/**
 * The whole search at the edge: decide, carry out, append, evolve. A fact counts once it is durable; an interruption
 * between two of them leaves a log that the same loop goes on with. `onStep` hears of each fact and the state after
 * it; the loop ends when Algorithm 1 does, or when `onStep` says that this is enough.
 */
export const searchLoop = Effect.fnUntraced(function*<E>(
  environment: Environment,
  start: Search,
  onStep: (search: Search, logged: LoggedEvent) => Effect.Effect<"go on" | "enough", E>
): Effect.fn.Return<Search, TrainerError | LogWriteFailed | OwnEstimatorError | E, Trainer | EventLog> {
  const log = yield* EventLog
  const step = evolve(environment)
  const next = decide(environment)
  let search = start
  const mended = () => `\`pvll resume ${log.folder} --at ${search.measured} --estimator FILE\` goes on with it mended`
  const keep = Effect.fnUntraced(function*(fact: Fact) {
    const logged = yield* log.append(fact)
    const { event } = logged
    if (isFact(event)) search = (yield* computed(() => step(search, event), mended)) ?? search
    return yield* onStep(search, logged)
  })
  for (;;) {
    const command = yield* computed(() => next(search), mended)
    if (command.type === "finish") return search
    const fact = yield* carryOut(command)
    if ((yield* Effect.uninterruptible(keep(fact))) === "enough") return search
    yield* Effect.yieldNow
  }
})
