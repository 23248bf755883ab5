import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { Setting } from "../../core/search/state.ts"
import { engines } from "../trainer/engines.ts"
import type { Computing, ImageEngine } from "../trainer/ImageEngine.ts"
import { tableIdentity } from "../trainer/table/tableTrainer.ts"
import type { TrainerError } from "../trainer/Trainer.ts"
import type { Place } from "./place.ts"
import { SearchError } from "./SearchError.ts"

/** The engines that this program has. */
export class Engines extends Context.Reference<readonly ImageEngine[]>("pvll/effects/search/Engines", {
  defaultValue: () => engines
}) {}

/** The engine of that name; null where this program has none. */
export const engineOf = (name: string): Effect.Effect<ImageEngine | null> =>
  Effect.map(Engines, (all) => all.find((engine) => engine.name === name) ?? null)

/** Whether the trainer of a search has a super-network whose weights move. */
export const trainsWeights = ({ trainer }: Pick<Setting, "trainer">): boolean => trainer.name !== tableIdentity.name

export const isSameTrainer = (a: Pick<TrainerIdentity, "name" | "version">, b: typeof a): boolean =>
  a.name === b.name && a.version === b.version

/** Who goes on with a log. */
export interface Successor {
  /** null: the log's table, or a trainer that this program does not have */
  readonly engine: ImageEngine | null
  readonly computing: Computing
  /** the options that ask for another trainer than the log's; empty: it is the same one */
  readonly others: readonly string[]
}

const deviceless = (name: string, device: string, engines: readonly ImageEngine[]) => {
  const able = engines.filter(({ devices }) => devices !== null).map((engine) => engine.name).join(" or ")
  return new SearchError({
    message: `--device ${device} chooses what ${able} computes on, and this log is measured by ${name}: `
      + `give --trainer ${able} too, or leave --device out`
  })
}

/**
 * Who goes on with a log of `logged` as asked for, and with what: what the log does not say is as asked, or the machine's
 * choice. `remembered` is the device that stands beside the log. Nothing is opened.
 */
export const successorOf = Effect.fnUntraced(function*(
  logged: TrainerIdentity,
  { trainer, device, threads }: Pick<Place, "trainer" | "device" | "threads">,
  remembered?: string
): Effect.fn.Return<Successor, SearchError> {
  const name = trainer ?? logged.name
  const engine = yield* engineOf(name)
  if (device !== undefined && (engine === null || engine.devices === null)) {
    return yield* deviceless(name, device, yield* Engines)
  }
  const asked = { device, threads }
  if (engine === null || logged.name === tableIdentity.name) return { engine: null, computing: asked, others: [] }
  if (name === logged.name) return { engine, ...engine.goingOn(logged, asked, remembered) }
  const others = [
    `--trainer ${name}`,
    ...(device === undefined ? [] : [`--device ${device}`]),
    ...(threads === undefined ? [] : [`--threads ${threads}`])
  ]
  return { engine, computing: asked, others }
})

/** That trainer as this program has it on this machine; null where it has none. Fails where something is missing for it. */
export const presentTrainer = (
  logged: TrainerIdentity, { engine, computing }: Successor
): Effect.Effect<TrainerIdentity | null, TrainerError> =>
  engine === null
    ? Effect.succeed(logged.name === tableIdentity.name ? tableIdentity : null)
    : engine.identity(computing)

/**
 * Whether this program, on this machine, has the very trainer that a log's outcomes came from. Fails where something is
 * missing that would bring it, with the way out: such a trainer is neither here nor another one.
 */
export const hasTrainer = (identity: TrainerIdentity): Effect.Effect<boolean, TrainerError | SearchError> =>
  successorOf(identity, {}).pipe(
    Effect.flatMap((successor) => presentTrainer(identity, successor)),
    Effect.map((present) => present !== null && isSameTrainer(present, identity))
  )

/** The same, where it is all one why it is not here. */
export const isPresentTrainer = (identity: TrainerIdentity): Effect.Effect<boolean> =>
  Effect.orElseSucceed(hasTrainer(identity), () => false)
