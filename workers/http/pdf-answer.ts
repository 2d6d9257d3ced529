/** A PDF for one person: no cache stores it, and it is shown under its name. */
export const pdf = (bytes: Uint8Array, name: string): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="${name}"`,
      "cache-control": "private, no-store",
      "x-robots-tag": "noindex",
    },
  });
