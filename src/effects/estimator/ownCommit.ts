import { execFile } from "node:child_process"
import { dirname } from "node:path"
import { promisify } from "node:util"
import type { OwnCode } from "./ownCode.ts"

const run = promisify(execFile)

/** Runs git in a folder; what it prints, or null where it fails or is not there. */
const git = (folder: string, ...args: readonly string[]): Promise<string | null> =>
  run("git", ["-C", folder, ...args], { timeout: 10_000, windowsHide: true })
    .then(({ stdout }) => stdout.trim(), () => null)

/** The commit that all of the code is part of as it is; null where git does not keep it, or it was changed since. */
export const ownCommit = async ({ path, sources }: OwnCode): Promise<string | null> => {
  const folder = dirname(path)
  const head = await git(folder, "rev-parse", "--verify", "HEAD")
  if (head === null) return null
  const files = [...sources.keys()]
  if (await git(folder, "ls-files", "--error-unmatch", "--", ...files) === null) return null
  return await git(folder, "diff", "--quiet", "HEAD", "--", ...files) === null ? null : head
}
