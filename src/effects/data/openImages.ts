import * as Effect from "effect/Effect"
import { type DataChoice, dataName } from "./dataChoice.ts"
import { DataError, type ImageData } from "./imageData.ts"

const open = async (choice: DataChoice, signal: AbortSignal): Promise<ImageData> => {
  const name = dataName(choice)
  switch (choice.kind) {
    case "mnist":
    case "fashion": {
      if (choice.folder === null) return (await import("./embeddedDigits.ts")).embeddedDigits(name, signal)
      return (await import("./idx.ts")).idxImages(name, choice.folder, signal)
    }
    case "folder": return (await import("./folder.ts")).folderImages(name, choice.folder, choice.size, signal)
    default: return (await import("./cifar.ts")).cifarImages(choice.kind, choice.folder, signal)
  }
}

/** Reads a data set; its reader is loaded when it is needed. */
export const openImages = (choice: DataChoice): Effect.Effect<ImageData, DataError> =>
  Effect.tryPromise({
    try: (signal) => open(choice, signal),
    catch: (error) => {
      if (error instanceof DataError) return error
      const reason = error instanceof Error ? error.message : String(error)
      return new DataError({ message: `the images ${dataName(choice)} cannot be read: ${reason}` })
    }
  })
