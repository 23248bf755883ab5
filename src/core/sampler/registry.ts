import type { SamplerName } from "../search/configuration.ts"
import { bananas } from "./bananas.ts"
import { evolution } from "./evolution.ts"
import { landscape } from "./landscape.ts"
import { localSearch } from "./localSearch.ts"
import { nao } from "./nao.ts"
import { proxyEvolution } from "./proxyEvolution.ts"
import { reinforce } from "./reinforce.ts"
import type { Sampler } from "./sampler.ts"
import { tpe } from "./tpe.ts"
import { uniform } from "./uniform.ts"
import { weaknas } from "./weaknas.ts"

/** Every sampler by its name. To add one: a file of its own, and a line here. */
export const samplers: { readonly [name in SamplerName]: Sampler } = {
  landscape, uniform, evolution, "proxy-evolution": proxyEvolution, "local-search": localSearch, reinforce, bananas, nao,
  weaknas, tpe
}
