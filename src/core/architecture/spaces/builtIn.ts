import type { Space } from "../space.ts"
import { nasnet } from "./nasnet.ts"
import { nb201 } from "./nb201.ts"

/** The spaces that have a name of their own on the command line. */
export const builtInSpaces: readonly Space[] = [nasnet, nb201]

/** The built-in space of that name, or null. */
export const spaceByName = (name: string): Space | null => builtInSpaces.find((space) => space.name === name) ?? null
