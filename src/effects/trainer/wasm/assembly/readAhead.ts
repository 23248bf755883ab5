/** What is read ahead at once: it is to be in the second cache still when its turn comes. */
const bytesAhead: usize = 131072

/**
 * Brings bytes into the second cache. WebAssembly cannot prefetch, but it may not leave out a load whose value nobody
 * needs, because it could trap; and with no arithmetic between them, dozens of loads wait for main memory at once. A
 * kernel that reads with few loads at once waits up to twice as long.
 */
function readAhead(address: usize, bytes: usize): void {
  for (const end = address + bytes; address < end; address += 64) load<u8>(address)
}

/**
 * To be called before each plane `c` of a map of `quads` planes, one behind the other, is read or added to: brings
 * the next few planes nearer whenever those brought before are used up.
 */
@inline
export function readPlanesAhead(map: usize, c: usize, quads: i32, plane: usize): void {
  const ahead = max(<usize>1, bytesAhead / plane)
  if (c % ahead == 0) readAhead(map + c * plane, min(ahead, <usize>quads - c) * plane)
}
