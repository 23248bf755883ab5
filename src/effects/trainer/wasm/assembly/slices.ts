/** The batch is cut into this many slices, whatever the number of threads: so the threads never change a bit. */
export const slices: i32 = 8
