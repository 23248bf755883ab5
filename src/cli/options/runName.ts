/** Reads a name that can be a folder's on every system; throws what is expected. */
export const runName = (text: string): string => {
  // oxlint-disable-next-line no-control-regex
  if (text.length > 100 || /[/\\:*?"<>|\u0000-\u001f]|^\.|[. ]$/.test(text)) {
    throw "a name that a folder can have everywhere (letters, digits, - and _ are safe)"
  }
  return text
}
