/** The bytes of a file in the folder `assets`. */
export async function asset(env: Env, path: string): Promise<Uint8Array> {
  const answer = await env.ASSETS.fetch(`https://assets/${path}`);
  if (!answer.ok) throw new Error(`${path} is not among the assets: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
