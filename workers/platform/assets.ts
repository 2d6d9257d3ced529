/** A file of the folder `assets`, as it comes. */
export async function assetResponse(env: Env, path: string): Promise<Response> {
  const answer = await env.ASSETS.fetch(`https://assets/${path}`);
  if (!answer.ok) throw new Error(`${path} is not among the assets: ${answer.status}`);
  return answer;
}

/** The bytes of a file in the folder `assets`. */
export async function asset(env: Env, path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await assetResponse(env, path)).arrayBuffer());
}

/** The text of a file in the folder `assets`. */
export async function assetText(env: Env, path: string): Promise<string> {
  return await (await assetResponse(env, path)).text();
}
