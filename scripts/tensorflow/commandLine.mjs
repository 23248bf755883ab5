import { parseArgs } from "node:util"
import { SetupFailure } from "./SetupFailure.mjs"

export const help = `Sets up TensorFlow, the engine of --trainer tensorflow, in .tensorflow below this package.

  npm run setup:tensorflow                    for the CPU
  npm run setup:tensorflow -- --gpu           for NVIDIA GPUs, with the CUDA libraries that it needs
  npm run setup:tensorflow -- --remove        deletes what was set up (with --gpu: that one)

  --python PATH   the Python whose pip fetches the library (else PYTHON, else python3 on the PATH)
  --help          this text

It needs Python 3 with pip, and npm; where there is no C++ compiler (CXX, c++, g++, clang++), pip brings one. Every
version and digest is pinned in scripts/tensorflow/pins. It can be stopped at any time: the same command goes on. Where
all is there it says so and ends.
`

const valueFailure = (message) =>
  message.includes("--python")
    ? "--python needs the path of a Python behind it"
    : `${/--\w+/.exec(message)?.[0]} takes no value`

/** What the command line asks for.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ action: "help" | "remove" | "set up", variant: "cpu" | "gpu", python?: string }}
 */
export const commandOf = (args, environment) => {
  // Without the two dashes npm takes the options for its own and starts this without them.
  const kept = ["gpu", "remove", "python"].find((name) => environment[`npm_config_${name}`] === "true")
  if (kept !== undefined) {
    throw new SetupFailure(`npm took --${kept} for itself: write it behind two dashes, npm run setup:tensorflow -- --${kept}`
      + (kept === "python" ? " PATH" : ""))
  }
  let values
  try {
    values = parseArgs({
      args: [...args],
      options: {
        gpu: { type: "boolean" },
        remove: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        python: { type: "string" }
      }
    }).values
  } catch (error) {
    if (error.code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") throw new SetupFailure(valueFailure(error.message))
    const [, unknown] = /^(?:Unknown option|Unexpected argument) '([^']*)'/.exec(error.message) ?? []
    throw new SetupFailure(unknown === undefined
      ? `${error.message.split(". ")[0]}; --help shows all options`
      : `there is no ${unknown}: the options are --gpu, --python PATH, --remove and --help`)
  }
  return {
    action: values.help ? "help" : values.remove ? "remove" : "set up",
    variant: values.gpu ? "gpu" : "cpu",
    // With --python=PATH npm keeps the path; so it does with one that it is configured to compile with.
    python: values.python ?? (environment.npm_config_python || environment.PYTHON || undefined)
  }
}
