/** Names by which a session is fed. Floats are fed as the bits of int32, which stay on the host until they are read. */
export const inputs = { images: "images", labels: "labels", state: "new-state" } as const

/** Names by which a session is asked; it runs what an output needs, and no more. */
export const outputs = {
  /** takes `new-state` over; a scalar of no meaning */
  loaded: "loaded",
  /** one step of descent on the batch, and what it was before it: `[2, images]`, losses and 1 where right */
  trained: "trained",
  /** the same without a step */
  evaluated: "evaluated",
  /** weights, momenta and running statistics as they stand */
  state: "state",
  /** of the batch's mean loss by all sampled parameters, before clipping */
  gradient: "gradient"
} as const
