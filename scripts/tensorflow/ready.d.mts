/** What `ready.json` says about a folder; `files` are the ones that the engine cannot run without. */
export interface Ready {
  readonly tensorflow: string
  readonly variant: "cpu" | "gpu"
  readonly platform: string
  readonly pins: string
  readonly package: string
  readonly packageVersion: string
  /** below the folder, as the paths of `files` */
  readonly binding: string
  readonly files: { readonly [path: string]: { readonly bytes: number; readonly sha256?: string } }
}

export type SetupState =
  | { readonly state: "absent" }
  | { readonly state: "stale" | "ready"; readonly ready: Ready }
  | { readonly state: "damaged"; readonly ready: Ready; readonly file: string }

/** Where everything of a variant lies. */
export const variantFolder: (root: string, variant: "cpu" | "gpu") => string

/** What is there of a variant, held against the pins. */
export const setupState: (root: string, variant: "cpu" | "gpu") => SetupState
