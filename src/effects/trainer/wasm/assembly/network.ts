export { exp } from "./exp"
export { log } from "./log"
export { run } from "./run"
