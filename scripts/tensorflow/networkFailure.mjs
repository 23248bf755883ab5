/** What pip and npm print where the network, the registry's certificate or the disk is in the way. */
const signs = {
  disk: /No space left on device|Errno 28|ENOSPC|Disk quota exceeded|EDQUOT/i,
  certificate: /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET)|CERT_/i,
  network: new RegExp(["NewConnectionError", "NameResolutionError", "name resolution", "Max retries exceeded", "ProxyError",
    "ConnectTimeout", "Read ?Timeout", "read timed out", "IncompleteRead", "Network is unreachable",
    "Connection (refused|reset|aborted|broken|timed out)", "ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN",
    "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT"].join("|"), "i")
}

const goesOn = "and run the same command again: it goes on from here"

/** One sentence with the way out where a download failed for such a reason, or undefined.
 * @param {"pip" | "npm"} program
 * @param {string} settings the command that shows which registry it asks
 * @param {string} output
 */
export const networkFailure = (program, settings, output) => {
  if (signs.disk.test(output)) return `the disk is full: free some space ${goesOn}`
  if (signs.certificate.test(output)) {
    return `${program} does not trust the certificate of its registry: check the proxy and ${settings}, ${goesOn}`
  }
  if (signs.network.test(output)) {
    return `${program} could not reach its registry: check the network, the proxy and ${settings}, ${goesOn}`
  }
  return undefined
}
