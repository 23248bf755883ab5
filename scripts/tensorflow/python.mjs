import { SetupFailure } from "./SetupFailure.mjs"
import { programPath, run } from "./program.mjs"

const wayOut = "install Python 3 with pip (on Debian and Ubuntu: apt install python3-pip), or name another Python with "
  + "--python PATH"

/** The oldest pip that takes a wheel by the platform in its name, as these do. */
const oldestPip = [20, 3]

/** The version in what `pip --version` prints, as numbers, or undefined.
 * @param {string} text
 */
export const pipVersion = (text) => /^pip (\d+)\.(\d+)/m.exec(text)?.slice(1).map(Number)

const isOldPip = ([major, minor]) => major < oldestPip[0] || (major === oldestPip[0] && minor < oldestPip[1])

/** The Python that runs pip: the one named, or the first on the PATH.
 * @param {string | undefined} named
 * @param {string} cwd
 * @returns {Promise<string>} the program's path
 */
export const pythonWithPip = async (named, cwd) => {
  const names = named === undefined ? ["python3", "python"] : [named]
  const python = names.map((name) => programPath(name)).find((path) => path !== undefined)
  if (python === undefined) {
    throw new SetupFailure(named === undefined
      ? `pip fetches TensorFlow, and there is no Python on the PATH: ${wayOut}`
      : `there is no program ${named}, which was named as the Python: ${wayOut}`)
  }
  const { status, output } = await run([python, "-m", "pip", "--version"], { cwd })
  if (status !== 0) {
    throw new SetupFailure(/No module named/.test(output)
      ? `${python} has no pip: ${wayOut}`
      : `${python} does not run pip (${output.trim().split("\n").at(-1)}): ${wayOut}`)
  }
  const version = pipVersion(output)
  if (version === undefined) throw new SetupFailure(`${python} does not answer as a Python with pip does: ${wayOut}`)
  if (isOldPip(version)) {
    throw new SetupFailure(`the pip of ${python} is ${version.join(".")}, which is too old: bring ${oldestPip.join(".")} or later `
      + `with ${python} -m pip install --upgrade pip, or name another Python with --python PATH`)
  }
  return python
}
