declare module "fs-native-extensions" {
  /** An exclusive kernel lock on a range of an open file; false where another descriptor holds it. */
  export const tryLock: (fd: number, offset: number, length: number) => boolean
}
