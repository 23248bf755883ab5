import { isOtherCoreVersion } from "../../core/history/replay.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import type { Search } from "../../core/search/state.ts"
import { isPresentTrainer, presentTrainer } from "./readyTrainer.ts"

/**
 * Why nothing may be added to a log, or measured again for it, by this program: another version of the core or of the
 * trainer made it. Null where nothing speaks against it. `fork` is the command that goes on elsewhere.
 */
export const otherVersion = (log: string, fork: string, search: Search): string | null => {
  const { core, trainer } = search.setting
  if (isOtherCoreVersion(search)) {
    return `${log} was made by core version ${core}, this is ${coreVersion}: ${fork} goes on with it as a recorded fork`
  }
  if (isPresentTrainer(trainer)) return null
  const present = presentTrainer(trainer.name)
  const measured = `${log} was measured by trainer ${trainer.name} version ${trainer.version}`
  return present === null
    ? `${measured}, which this version does not have: install the one that made it`
    : `${measured}, this is version ${present.version}: ${fork} goes on with it as a recorded fork`
}
