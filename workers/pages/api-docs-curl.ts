import type { OperationObject } from "../http/openapi-document";

/** How an operation's credentials are sent, by the first of its security schemes. */
const CREDENTIALS: Record<string, string[]> = {
  apiKey: ['-H "Authorization: Bearer $API_KEY"'],
  vapiSecret: ['-H "X-Vapi-Secret: $VAPI_WEBHOOK_SECRET"'],
  postmarkBasic: ['-u "$POSTMARK_WEBHOOK_USER:$POSTMARK_WEBHOOK_PASSWORD"'],
  parallelSignature: [
    '-H "webhook-id: $ID"',
    '-H "webhook-timestamp: $TIMESTAMP"',
    '-H "webhook-signature: $SIGNATURE"',
  ],
};
const WEBSOCKET = [
  "--http1.1 --no-buffer",
  '-H "Connection: Upgrade" -H "Upgrade: websocket"',
  '-H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: $(openssl rand -base64 16)"',
];

/** The call of an operation as it is typed into a shell, with its example. */
export function curlOf(
  method: string,
  path: string,
  operation: OperationObject,
  base: string,
): string {
  const { security = [{ apiKey: [] }], parameters = [], requestBody, responses } = operation;
  const query = parameters
    .filter(({ in: place, required }) => place === "query" && required)
    .map(({ name }) => `${name}=$${name.toUpperCase()}`);
  const filled = path.replaceAll(/{(\w+)}/g, (_, name: string) => `$${name.toUpperCase()}`);
  const url = `"${base}${filled}${query.length > 0 ? `?${query.join("&")}` : ""}"`;
  const [scheme = ""] = Object.keys(security[0] ?? {});
  const lines = [
    `curl${method === "GET" ? "" : ` -X ${method}`} ${url}`,
    ...(CREDENTIALS[scheme] ?? []),
    ...(responses[101] ? WEBSOCKET : []),
    ...bodyOf(requestBody),
  ];
  return lines.join(" \\\n  ");
}

function bodyOf(body: OperationObject["requestBody"]): string[] {
  const [[type, media] = []] = Object.entries(body?.content ?? {});
  if (!type) return [];
  const header = `-H "Content-Type: ${type}"`;
  if (type !== "application/json") return [header, "--data-binary @file"];
  const text = JSON.stringify(media?.example, null, 2).replaceAll("'", "'\\''");
  return [header, `-d '${text}'`];
}
