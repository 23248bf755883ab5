import type { Environment } from "../../core/environment.ts"
import type { Lifecycle } from "../../core/search/event.ts"
import type { Trainer } from "../trainer/Trainer.ts"
import { version } from "../version.ts"

/** Which program goes on with a log, and on what: for people; no fact depends on it. */
export const processEvent = (type: "started" | "resumed", environment: Environment, { threads, runtime }: Trainer["Service"]): Lifecycle => ({
  type,
  data: {
    program: `pvll ${version}`,
    runtime: [`node ${process.versions.node} ${process.platform} ${process.arch}`, runtime].filter((part) => part !== undefined).join(", "),
    kernel: environment.lstmKernel.name,
    ...(threads === undefined ? {} : { threads })
  }
})
