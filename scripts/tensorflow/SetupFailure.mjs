/** What keeps the setup from going on, in one sentence with the way out. It ends the command with 2. */
export class SetupFailure extends Error {
  name = "SetupFailure"
}

/** A signal stopped the setup; what is finished stays, and the same command goes on from there. */
export class SetupStopped extends Error {
  name = "SetupStopped"

  /** @param {string} signal such as SIGINT */
  constructor(signal) {
    super(`stopped by ${signal}`)
    this.signal = signal
  }
}
