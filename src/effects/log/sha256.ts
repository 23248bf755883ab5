import { hash } from "node:crypto"
import type { Sha256 } from "../../core/environment.ts"

/** The core's hash: one shot, three times as fast as a hash object on the lines of a log. */
export const sha256: Sha256 = (content) => hash("sha256", content, "hex")
