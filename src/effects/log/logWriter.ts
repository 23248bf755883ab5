import { fstatSync } from "node:fs"
import type { FileHandle } from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { headAfter } from "../../core/log/loggedEvent.ts"
import type { Head } from "../../core/log/loggedEvent.ts"
import { writeAll } from "./durably.ts"
import type { EventLog } from "./EventLog.ts"
import { LogWriteFailed } from "./logErrors.ts"
import { nextLine } from "./nextLine.ts"
import { writing } from "./writing.ts"

/** An open file that ends with the last acknowledged event. */
export interface OpenFile {
  readonly folder: string
  readonly file: string
  readonly handle: FileHandle
  readonly head: Head
  /** length of the file */
  readonly end: number
  /** Gives a new file its name, once its first event is on the disk; null where it has it. */
  readonly publish: (() => Promise<void>) | null
}

const meddled = (file: string) =>
  new LogWriteFailed({ file, code: "", message: `${file} was changed or removed by another program: the search stops, since nothing can be appended to it safely` })

/** Appends to an open file, one event at a time: written, synced, and only then acknowledged. */
export const logWriter = ({ folder, file, handle, head: first, end: length, publish: pending }: OpenFile): Effect.Effect<EventLog["Service"]> =>
  Effect.gen(function*() {
    const oneAtATime = yield* Semaphore.make(1)
    let publish = pending
    let head = first
    let end = length
    let poison: LogWriteFailed | null = null

    const checkUntouched = () => {
      const { size, nlink } = fstatSync(handle.fd)
      if (size !== end || nlink === 0) throw meddled(file)
    }

    const way = () => publish === null
      ? `the ${head.next} events before are safe, and once that is mended \`pvll resume ${folder}\` goes on`
      : "nothing was logged; choose another place with --out"

    const write = async (bytes: Uint8Array) => {
      checkUntouched()
      try {
        await writeAll(handle, bytes, end)
        if (publish === null) {
          await handle.datasync()
        } else {
          await handle.sync()
          await publish()
        }
      } catch (cause) {
        // What the page cache holds after a failed sync is not to be trusted; cut the line off again, if that works.
        // Where it does not, a torn tail stays, which the next writer sets aside.
        await handle.truncate(end).then(() => handle.datasync()).catch(() => undefined)
        throw cause
      }
    }

    const append: EventLog["Service"]["append"] = Effect.fnUntraced(function*(event) {
      if (poison !== null) return yield* poison
      const { bytes, logged } = yield* nextLine(file, head, event)
      yield* writing(file, way(), () => write(bytes)).pipe(
        Effect.tapError((failure) => Effect.sync(() => {
          poison = failure
        }))
      )
      publish = null
      head = headAfter(logged)
      end += bytes.length
      return logged
    })

    return {
      folder,
      file,
      head: Effect.sync(() => head),
      append: (event) => oneAtATime.withPermit(Effect.uninterruptible(append(event)))
    }
  })
