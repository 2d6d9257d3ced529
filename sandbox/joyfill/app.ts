import { Hono } from "hono";
import { z } from "zod";
import { originOf, Refusal, readJson } from "../server";
import { joyDoc, print } from "./print";

/** JoyFill's export: a document of fields becomes a PDF at a download URL. */
export function joyfill(apiKey: string): Hono {
  const exports = new Map<string, Uint8Array<ArrayBuffer>>();
  const basic = `Basic ${Buffer.from(apiKey).toString("base64")}`;
  const app = new Hono();
  app.post("/v1/documents/exports/pdf", async (c) => {
    const authorization = c.req.header("authorization") ?? "";
    if (!apiKey || ![basic, `Bearer ${apiKey}`].includes(authorization))
      throw new Refusal(401, { error: "Unauthorized" });
    const document = joyDoc.safeParse(await readJson(c));
    if (!document.success) throw new Refusal(422, { error: z.prettifyError(document.error) });
    const file = `${exports.size + 1}.pdf`;
    exports.set(file, await print(document.data));
    const download_url = `${originOf(c)}/joyfill/exports/${file}`;
    return c.json({ download_url, preview_url: download_url });
  });
  app.get("/exports/:file", (c) => {
    const pdf = exports.get(c.req.param("file"));
    if (!pdf) throw new Refusal(404, { error: "Not found" });
    return c.body(pdf, 200, { "content-type": "application/pdf" });
  });
  return app;
}
