import { expect } from "vitest"
import { pvll } from "./program.ts"

/** Bad input: nothing on standard output, exactly one sentence on standard error, exit status 2. Gives the sentence. */
export const refused = (args: readonly string[], surroundings: Parameters<typeof pvll>[1] = {}): string => {
  const { status, stdout, stderr } = pvll(args, surroundings)
  expect(stderr).toMatch(/^pvll: [^\n]+\n$/)
  expect([status, stdout]).toEqual([2, ""])
  return stderr.slice("pvll: ".length, -1)
}
