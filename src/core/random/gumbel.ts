import { log } from "../numeric/log.ts"
import type { Address } from "./stream.ts"
import { uniforms } from "./uniform.ts"

/** `count` draws from Gumbel(0, 1), the noise xi of Eq. 4: -log(-log u), from -3.61 to 36.8. */
export const gumbels = (address: Address, count: number): Float64Array =>
  uniforms(address, count).map((u) => -log(-log(u)))
