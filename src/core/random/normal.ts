import { inverseNormal } from "../numeric/inverseNormal.ts"
import type { Address } from "./stream.ts"
import { uniforms } from "./uniform.ts"

/** `count` draws from N(0, 1), by inversion: between -8.3 and 8.3. */
export const normals = (address: Address, count: number): Float64Array => uniforms(address, count).map(inverseNormal)
