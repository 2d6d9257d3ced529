/** The body's bytes, or nothing if there are more than allowed; what is too long is not kept. */
export async function readLimited(request: Request, max: number): Promise<Uint8Array | undefined> {
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.length;
    // Read to the end all the same: a client that is still sending would not hear our answer.
    if (length <= max) chunks.push(chunk);
  }
  if (length > max) return undefined;
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
