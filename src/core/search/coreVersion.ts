/**
 * Version of the core's arithmetic, a fact of every log. Raise it whenever the same facts would give other
 * fingerprints: a log of another version is still read, shown and refitted, but not verified or gone on with in place.
 */
export const coreVersion = 1
