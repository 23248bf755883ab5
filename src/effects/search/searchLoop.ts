import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import type { LoggedEvent } from "../../core/log/loggedEvent.ts"
import type { Command } from "../../core/search/command.ts"
import { decide } from "../../core/search/decide.ts"
import { type Fact, isFact } from "../../core/search/event.ts"
import { evolve } from "../../core/search/evolve.ts"
import type { Search } from "../../core/search/state.ts"
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
): Effect.fn.Return<Search, TrainerError | LogWriteFailed | E, Trainer | EventLog> {
  const log = yield* EventLog
  const step = evolve(environment)
  let search = start
  const keep = Effect.fnUntraced(function*(fact: Fact) {
    const logged = yield* log.append(fact)
    if (isFact(logged.event)) search = step(search, logged.event) ?? search
    return yield* onStep(search, logged)
  })
  for (;;) {
    const command = decide(search)
    if (command.type === "finish") return search
    const fact = yield* carryOut(command)
    if ((yield* Effect.uninterruptible(keep(fact))) === "enough") return search
    yield* Effect.yieldNow
  }
})
