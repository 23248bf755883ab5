/** A module of scripts/tensorflow, which is plain JavaScript. */
export const setupModule = (name: string): Promise<any> =>
  import(/* @vite-ignore */ new URL(`../../scripts/tensorflow/${name}.mjs`, import.meta.url).href)
