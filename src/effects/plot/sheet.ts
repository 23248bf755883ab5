/** A plot on a sheet, and how much of its own size it takes. */
export interface SheetPlot {
  readonly svg: string
  readonly scale?: number
}

const gap = 8

interface Opened {
  readonly body: string
  readonly width: number
  readonly height: number
  readonly scale: number
}

/** The inside of an SVG document, its ids made its own, and its size. */
const opened = ({ svg, scale = 1 }: SheetPlot, id: string): Opened => {
  const begin = svg.indexOf("<svg")
  const end = svg.indexOf(">", begin)
  const tag = svg.slice(begin, end)
  const size = (name: string): number => Number(new RegExp(` ${name}="([\\d.]+)`).exec(tag)?.[1] ?? 0)
  const body = svg.slice(end + 1, svg.lastIndexOf("</svg>"))
    .replace(/ id="/g, ` id="${id}`)
    .replace(/url\(#/g, `url(#${id}`)
    .replace(/href="#/g, `href="#${id}`)
  return { body, width: size("width"), height: size("height"), scale }
}

/**
 * SVG documents in rows, as one document. Each has to say its width and height in pixels, as those of this folder do.
 */
export const sheet = (rows: readonly (readonly SheetPlot[])[]): string => {
  let y = 0
  let width = 0
  const parts = rows.flatMap((row, r) => {
    let x = 0
    let height = 0
    const placed = row.map((plot, c) => {
      const { body, scale, ...size } = opened(plot, `p${r}-${c}-`)
      const [w, h] = [Math.round(size.width * scale), Math.round(size.height * scale)]
      const place = `x="${x}" y="${y}" width="${w}" height="${h}" viewBox="0 0 ${size.width} ${size.height}"`
      x += w + gap
      height = Math.max(height, h)
      return `<svg ${place}>${body}</svg>`
    })
    width = Math.max(width, x - gap)
    y += height + gap
    return placed
  })
  const height = Math.max(0, y - gap)
  const names = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\""
  return `<svg ${names} width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
    + `<rect width="${width}" height="${height}" fill="#ffffff"/>${parts.join("\n")}</svg>\n`
}
