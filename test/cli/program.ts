import { spawn, spawnSync } from "node:child_process"
import type { ChildProcessWithoutNullStreams } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** The built program, run as a user runs it. */
export const launcher = fileURLToPath(new URL("../../bin/pvll.mjs", import.meta.url))

const compiled = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url))
if (!existsSync(compiled)) throw new Error("these tests run the built program: `npm run build` first")

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Surroundings {
  readonly env?: { readonly [name: string]: string }
  readonly cwd?: string
  readonly input?: string
}

const environment = (env: Surroundings["env"]): NodeJS.ProcessEnv => {
  const { NO_COLOR: _, FORCE_COLOR: __, PVLL_DEBUG: ___, ...rest } = process.env
  return { ...rest, ...env }
}

/** Runs `pvll ...args` to its end. */
export const pvll = (args: readonly string[], { env, cwd, input }: Surroundings = {}): Ended => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    encoding: "utf8", env: environment(env), cwd, input: input ?? "", maxBuffer: 1 << 28
  })
  return { status, stdout, stderr }
}

/** Starts `pvll ...args` and lets it run. */
export const started = (args: readonly string[], { env, cwd }: Surroundings = {}): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [launcher, ...args], { env: environment(env), cwd })
