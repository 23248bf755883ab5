import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import type { LoggedEvent } from "../../core/log/loggedEvent.ts"
import type { Search } from "../../core/search/state.ts"
import { removeSnapshot, saveSnapshot } from "./snapshots.ts"

/** Measured steps between two snapshots. Of the older ones those of steps 50, 100, 200, 400, ... stay: few in any log. */
const snapshotEvery = 50

const stays = (step: number): boolean => {
  const doublings = step / snapshotEvery
  return Number.isInteger(doublings) && (doublings & (doublings - 1)) === 0
}

/** Keeps snapshots of a running search: `learned` hears of the end of each step, and whether it is the last one. */
export const keepingSnapshots = (environment: Environment, logFile: string) => {
  let newest: { readonly id: string; readonly step: number } | null = null
  return {
    learned: Effect.fnUntraced(function*({ id }: LoggedEvent, search: Search, last: boolean) {
      const step = search.measured
      if (!last && step % snapshotEvery !== 0) return
      yield* saveSnapshot(environment, logFile, id, search)
      if (newest !== null && !stays(newest.step)) yield* removeSnapshot(logFile, newest.id)
      newest = { id, step }
    })
  }
}
