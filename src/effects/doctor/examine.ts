import * as Effect from "effect/Effect"
import { availableParallelism, totalmem } from "node:os"
import { engines } from "../trainer/engines.ts"
import type { ImageEngine } from "../trainer/ImageEngine.ts"
import { nb201Table } from "../trainer/table/nb201Table.ts"
import { type Finding, finding } from "./finding.ts"
import { kernelLock, syncedAppend } from "./folder.ts"
import { compareKernels } from "./kernels.ts"
import type { Tried } from "./smallNetwork.ts"

/** What is measured by default, as every log of it names it. */
const shippedDigest = "3e7ec1ed09a97e78ac01c1616cf566af4d85a33a01c3973d954eafd5fddca710"

const shippedTable = async (): Promise<string> => {
  const table = await Effect.runPromise(nb201Table({ data: "cifar10", measure: "valid" }))
  if (table.data.digest !== shippedDigest) throw new Error("the table that ships with pvll was changed: install the package again")
  return `NAS-Bench-201, ${table.rows.size} measured networks on three data sets`
}

/** The embedded engine, then what the others say of themselves beside it. */
export const engineFindings = async (
  others: readonly Pick<ImageEngine, "findings">[] = engines
): Promise<readonly Finding[]> => {
  const { trainSmall } = await import("./engine.ts")
  const { speedText } = await import("./smallNetwork.ts")
  let tried: Tried | null = null
  const embedded = await finding("embedded engine", async () => {
    const { threads, ...found } = await Effect.runPromise(trainSmall)
    tried = found
    return `trains with the bits of other machines on ${threads} ${threads === 1 ? "thread" : "threads"}, ${speedText(found)}`
  })
  const found = [embedded]
  // One after the other: each takes all cores.
  for (const { findings } of others) found.push(...(await findings?.(tried) ?? []))
  return found
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(2)} ms`

/** Everything that a search on this machine may need. `folder` is where logs are to be written. */
export const examine = (folder: string): Effect.Effect<readonly Finding[]> =>
  Effect.promise(async () => [
    await finding("Node", () => `${process.versions.node} on ${process.platform} ${process.arch}`),
    await finding("processor", () => `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`),
    await finding("estimator", () =>
      `plain and WebAssembly forms give the same bits; WebAssembly is ${compareKernels().toFixed(1)} times as fast`),
    await finding("log folder", async () => `${folder}: a synced append takes ${milliseconds(await syncedAppend(folder))}`),
    await finding("log lock", async () => {
      await kernelLock(folder)
      return "a second writer is kept out"
    }),
    await finding("measured table", shippedTable),
    ...(await engineFindings())
  ])
