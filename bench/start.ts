import type { BenchDocument } from "./document.ts"
import { program, wholeProcess } from "./processes/wholeProcess.ts"

/** How long a person waits for the program to begin. An empty program shows what is Node's own share. */
export const start = async ({ quick }: { readonly quick: boolean }): Promise<BenchDocument> => {
  const runs = quick ? 7 : 21
  return {
    name: "start",
    rows: [
      wholeProcess("help", "pvll", runs, [program, "--help"]),
      wholeProcess("empty program", "node", runs, ["-e", "0"])
    ],
    ratios: [],
    missing: []
  }
}
