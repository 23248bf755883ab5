/**
 * What was found about one thing that a search may need. `works` and `absent` are fine; `broken` is in the way of a
 * search, and `detail` says what to do.
 */
export interface Finding {
  readonly name: string
  readonly state: "works" | "absent" | "broken"
  readonly detail: string
}

/** The finding of a check that throws where something is broken. */
export const finding = async (name: string, check: () => Promise<string> | string): Promise<Finding> => {
  try {
    return { name, state: "works", detail: await check() }
  } catch (error) {
    return { name, state: "broken", detail: error instanceof Error ? error.message : String(error) }
  }
}
