import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Setting } from "../../core/search/state.ts"
import { logImages } from "../data/dataChoice.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { locateFile } from "../log/openLog.ts"
import { readLog } from "../log/readLog.ts"
import { tableIdentity } from "../trainer/table/tableTrainer.ts"
import type { Place } from "./place.ts"
import { SearchError } from "./SearchError.ts"

type Origin = Pick<Setting, "data" | "trainer">

/** A table and an engine never measure the same; from one engine to another leads a fork. */
const trainerObjection = ({ data, trainer }: Origin, asked: Place["trainer"]): string | null => {
  if (asked === undefined || asked === trainer.name) return null
  if (trainer.name === tableIdentity.name) {
    return `this log was measured with the table ${data.name}, and a log keeps its data: leave --trainer ${asked} out`
  }
  return asked !== tableIdentity.name
    ? null
    : `this log was measured by training on the images ${data.name}, and a log keeps its data: leave --trainer ${asked} out`
}

const deviceObjection = ({ data, trainer }: Origin, asked: Place["device"]): string | null =>
  asked === undefined || trainer.name !== tableIdentity.name
    ? null
    : `this log was measured with the table ${data.name}, where nothing is computed: leave --device out`

const dataObjection = ({ data, trainer }: Origin, asked: Place["data"]): string | null => {
  if (asked === undefined) return null
  if (trainer.name === tableIdentity.name) {
    return `this log was measured with the table ${data.name}, not on images: leave --data out`
  }
  const images = logImages(data)
  if (images === null) return null
  if (images.kind === "embedded") return "this log needs no --data: the digits come with pvll"
  return asked.kind === null || asked.kind === images.kind
    ? null
    : `this log was made with ${data.name}, and a log keeps its data: give --data ${images.kind}:DIR, not ${asked.kind}:DIR`
}

/** Why a log cannot be measured on with what is asked for, in one sentence; null where it can. A log keeps its data. */
export const placeObjection = (origin: Origin, { trainer, device, data }: Place): string | null =>
  trainerObjection(origin, trainer) ?? deviceObjection(origin, device) ?? dataObjection(origin, data)

/** Refuses a place that is not the log's own, before anything is folded. Reads the log's first event. */
export const checkPlace = Effect.fnUntraced(function*(log: string, place: Place): Effect.fn.Return<void, LogReadError | SearchError> {
  const { file } = yield* locateFile(log)
  const first = Option.getOrNull(yield* Stream.runHead(readLog(file)))
  if (first?.event.type !== "configured") return
  const objection = placeObjection(first.event.data, place)
  if (objection !== null) return yield* new SearchError({ message: objection })
})
