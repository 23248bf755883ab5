import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { encodeData } from "../../src/core/search/event.ts"
import { createLog } from "../../src/effects/log/createLog.ts"
import { foldLog } from "../../src/effects/log/foldLog.ts"
import { startPeer } from "../peers/peerProcess.ts"
import { stepEvents, writeSampleLog } from "./sampleLog.ts"

/** Something that keeps histories: measured in turn with the others. Times are milliseconds. */
export interface System {
  readonly name: string
  /** one durable append after the other, each one's time */
  readonly append: (count: number) => Promise<readonly number[]>
  /** one load of everything, per event */
  readonly load: () => Promise<number>
  readonly close: () => Promise<void>
}

const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const eachTimed = async (count: number, work: (i: number) => unknown): Promise<readonly number[]> => {
  const times: number[] = []
  for (let i = 0; i < count; i++) times.push(await timed(() => work(i)))
  return times
}

/** Every append is one event with its sync; a load verifies ids, sequence, form and data of every event. */
export const ours = async (folder: string, events: number): Promise<System> => {
  const scope = Scope.makeUnsafe()
  const log = await Effect.runPromise(Scope.provide(createLog({ out: folder, name: "run" }), scope))
  const file = join(folder, "load.ndjson")
  writeSampleLog(file, events)
  let step = 0
  return {
    name: "pvll",
    append: (count) => eachTimed(count, () => Effect.runPromise(log.append(stepEvents(++step)[0]!))),
    load: async () => (await timed(() => Effect.runPromise(foldLog(file, 0, (n) => n + 1)))) / events,
    close: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}

/** The data of an event of the sample log as JSON. */
const dataText = (step: number, i: number): string => JSON.stringify(encodeData(stepEvents(step)[i]!))

/** Each append is one row in its own transaction, synced; a load parses the JSON of each row and verifies nothing. */
export const sqlite = async (folder: string, events: number): Promise<System | null> => {
  const module = await import("node:sqlite").catch(() => null)
  if (module === null) return null
  const database = new module.DatabaseSync(join(folder, "log.sqlite"))
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE one (data TEXT); CREATE TABLE many (data TEXT)")
  const insertMany = database.prepare("INSERT INTO many VALUES (?)")
  database.exec("BEGIN")
  for (let i = 0; i < events; i++) insertMany.run(dataText(1 + Math.floor(i / 3), i % 3))
  database.exec("COMMIT")
  const insert = database.prepare("INSERT INTO one VALUES (?)")
  const select = database.prepare("SELECT data FROM many ORDER BY rowid")
  let step = 0
  return {
    name: "sqlite",
    append: (count) => eachTimed(count, () => insert.run(dataText(++step, 0))),
    load: async () => (await timed(() => {
      for (const { data } of select.iterate()) JSON.parse(data as string)
    })) / events,
    close: async () => database.close()
  }
}

/** An append is one trial of 28 categorical parameters, ask and tell; a load is per trial. */
export const optunaJournal = async (folder: string, trials: number): Promise<System | null> => {
  const peer = await startPeer("optunaJournal.py", { folder, parameters: 28, choices: 8, trials })
  return peer && {
    name: "optuna journal",
    append: async (count) => (await peer.ask({ append: count })).milliseconds,
    load: async () => (await peer.ask({ load: true })).milliseconds,
    close: async () => peer.close()
  }
}
