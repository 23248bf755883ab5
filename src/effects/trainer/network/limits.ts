/**
 * What keeps a typing error from asking an engine for more than any machine has (our choice). A log may hold
 * larger numbers: they are nothing to other trainers.
 */

export const mostChannels = 4096

/** cells */
export const mostLayers = 1000

/** images */
export const mostBatch = 1_000_000
