/** The batch is cut into this many slices, whatever the number of threads: so the threads never change a bit. */
export const slices = 8

/** The images of slice s of a batch: from the first to the one before `end`. A small batch has empty slices. */
export const sliceImages = (batch: number, slice: number): { readonly first: number; readonly end: number } => ({
  first: Math.floor(batch * slice / slices),
  end: Math.floor(batch * (slice + 1) / slices)
})
