import { createHash } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { isClean } from "../../../src/clean-text";
import { templateKey } from "../../../src/files/files";
import { derivedId, id } from "../../../src/ids";
import { fillForm } from "../../../src/pdf/fill";
import { openForm } from "../../../src/pdf/open";
import {
  addTemplate,
  changeTemplate,
  findTemplate,
  listTemplates,
} from "../../../src/templates/store";
import {
  byFieldName,
  fillBody,
  guessMapping,
  templatePatch,
  toTemplateFields,
} from "../../../src/templates/template";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, timePageQuery } from "../../http/pagination";
import { pdf } from "../../http/pdf-answer";
import {
  invalid,
  notFound,
  problem,
  tooLarge,
  validJson,
  validParam,
  validQuery,
} from "../../http/problem";
import { readLimited } from "../../http/read-limited";

export const PDF_MAX_BYTES = 10 * 1024 * 1024;
const NAME_MAX = 500;
const withId = validParam(z.object({ id }));
export const templateQuery = z.strictObject({ name: z.string().trim().min(1).max(200).optional() });
export const fillQuery = z.strictObject({ report: z.enum(["1"]).optional() });

/** Takes a PDF form in. Mounted before the limit for bodies of JSON, with its own. */
export const templateUpload = new Hono<AppEnv>().post(
  "/",
  atLeast("operator"),
  validQuery(templateQuery),
  async (c) => {
    const app = c.get("app");
    if (!/^application\/pdf\b/i.test(c.req.header("content-type") ?? ""))
      return problem(415, "unsupported_media_type", "Send the form as application/pdf");
    const bytes = await readLimited(c.req.raw, PDF_MAX_BYTES);
    if (!bytes) return tooLarge();
    if (bytes.length === 0) return invalid("", "The body is empty: send the bytes of a PDF");
    const opened = await openForm(bytes);
    if (!opened.ok) return problem(422, opened.error.code, opened.error.title);
    const fields = toTemplateFields(opened.value.fields);
    if (fields.some(({ name }) => name.length > NAME_MAX || !isClean(name)))
      return problem(422, "broken_pdf", "A field's name is longer than 500 characters, or damaged");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const id = derivedId("template", sha256);
    await app.files.put(templateKey(id), bytes, "application/pdf");
    const name = c.req.valid("query").name ?? "Form";
    const added = { id, name, sha256, fields, mapping: guessMapping(fields) };
    return c.json(await addTemplate(app.db, added, app.now()), 201);
  },
);

/** The agency's own PDF forms: what they ask for, and filling them. */
export const templates = new Hono<AppEnv>()
  .get("/", validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listTemplates(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.template_id}`));
  })
  .get("/:id", withId, async (c) => {
    const { id } = c.req.valid("param");
    const found = await findTemplate(c.get("app").db, id);
    return found ? c.json(found) : notFound(`Template ${id}`);
  })
  .patch("/:id", atLeast("operator"), withId, validJson(templatePatch), async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const { name, mapping } = c.req.valid("json");
    const found = await findTemplate(app.db, id);
    if (!found) return notFound(`Template ${id}`);
    const names = new Set(found.fields.map((field) => field.name));
    const unknown = Object.keys(mapping ?? {}).find((field) => !names.has(field));
    if (unknown) return invalid(`mapping.${unknown}`, "the template has no field of this name");
    return c.json(await changeTemplate(app.db, id, { name, mapping }, app.now()));
  })
  .post(
    "/:id/fill",
    atLeast("operator"),
    withId,
    validQuery(fillQuery),
    validJson(fillBody),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const { values, flatten } = c.req.valid("json");
      const found = await findTemplate(app.db, id);
      const file = found && (await app.files.get(templateKey(id)));
      if (!found || !file) return notFound(`Template ${id}`);
      const bytes = new Uint8Array(await new Response(file.body).arrayBuffer());
      const named = byFieldName(found.fields, found.mapping, values);
      const filled = await fillForm(bytes, named, app.fonts, flatten);
      if (!filled.ok) return problem(422, filled.error.code, filled.error.title);
      if (c.req.valid("query").report) return c.json(filled.value.report);
      return pdf(filled.value.bytes, `${id}.pdf`);
    },
  );
