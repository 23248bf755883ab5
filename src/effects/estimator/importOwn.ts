import { registerHooks } from "node:module"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

// The same three steps up from src/effects/estimator and from dist/effects/estimator.
const compiled = fileURLToPath(new URL("../../../dist/", import.meta.url))

let hooked = false

/** An estimator of one's own may stand anywhere: what it imports as `pvll/...` is this very program. */
const resolveOurselves = (): void => {
  if (hooked) return
  hooked = true
  registerHooks({
    resolve: (specifier, context, next) => {
      const [, module] = /^pvll\/(.+?)(?:\.js)?$/.exec(specifier) ?? []
      if (module === undefined) return next(specifier, context)
      return { url: pathToFileURL(join(compiled, `${module}.js`)).href, shortCircuit: true }
    }
  })
}

/** What Node tells of the way in which it reads a file, which is of no use to who runs a search. */
const isAboutReading = (args: readonly unknown[]): boolean =>
  args.some((arg) => arg === "ExperimentalWarning" || arg === "MODULE_TYPELESS_PACKAGE_JSON"
    || (typeof arg === "object" && arg !== null && "code" in arg && arg.code === "MODULE_TYPELESS_PACKAGE_JSON"))

/**
 * Imports a user's module; Node itself strips types. `digest` makes its address, so that code that changed is another
 * module.
 */
export const importOwn = async (path: string, digest: string): Promise<{ readonly [name: string]: unknown }> => {
  resolveOurselves()
  const { emitWarning } = process
  process.emitWarning = ((...args: Parameters<typeof emitWarning>) => {
    if (!isAboutReading(args)) emitWarning.apply(process, args)
  }) as typeof emitWarning
  try {
    return await import(`${pathToFileURL(path).href}?${digest}`) as { readonly [name: string]: unknown }
  } finally {
    process.emitWarning = emitWarning
  }
}
