import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import type { Command } from "../../core/search/command.ts"
import { decide } from "../../core/search/decide.ts"
import type { Fact } from "../../core/search/event.ts"
import { evolve } from "../../core/search/evolve.ts"
import type { Search } from "../../core/search/state.ts"
import { Trainer, type TrainerError } from "../trainer/Trainer.ts"
import { Progress } from "./Progress.ts"

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

/** How a loop ended: Algorithm 1 is through, or `enough` was. */
export type LoopEnd = { readonly search: Search; readonly reason: "finished" | "best-reached" }

/**
 * The whole search at the edge: decide, carry out, append, evolve. A fact counts once `append` has it on disk;
 * an interruption between two of them leaves a log that the same loop goes on with.
 */
export const searchLoop = Effect.fnUntraced(function*<E, R>(
  environment: Environment,
  start: Search,
  append: (fact: Fact) => Effect.Effect<void, E, R>,
  enough: (search: Search, fact: Fact) => boolean
): Effect.fn.Return<LoopEnd, E | TrainerError, R | Trainer> {
  const step = evolve(environment)
  const progress = yield* Progress
  let search = start
  for (;;) {
    const command = decide(search)
    if (command.type === "finish") return { search, reason: "finished" }
    const fact = yield* carryOut(command)
    yield* Effect.uninterruptible(append(fact))
    search = step(search, fact) ?? search
    yield* progress.report(search, fact)
    if (fact.type === "learned" && enough(search, fact)) return { search, reason: "best-reached" }
  }
})
