/** SHA-256 of all that decides what a variant's folder holds: a folder with another digest is made again. */
export const pinsDigest: (variant: "cpu" | "gpu") => string
