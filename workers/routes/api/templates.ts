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
  fillReport,
  guessMapping,
  templatePatch,
  templateView,
  toTemplateFields,
} from "../../../src/templates/template";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations, media } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
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

const PDF = "%PDF-1.7 …";
const operations = describeOperations("Templates", {
  uploadTemplate: {
    summary: "Upload a PDF template",
    description: "Up to 10 MB. The answer says which fields the form has, and what fits into them.",
    body: { "application/pdf": media("application/pdf", "The form.", PDF) },
    answers: { 201: templateView },
    problems: ["unsupported_media_type", "broken_pdf", "needs_password", "xfa_only", "no_form"],
  },
  listTemplates: {
    summary: "List templates",
    description: "Newest first.",
    answers: { 200: pageOf(templateView) },
  },
  getTemplate: {
    summary: "Get a template",
    answers: { 200: templateView },
    problems: ["not_found"],
  },
  updateTemplate: {
    summary: "Update a template",
    description: "Its name, or which of our keys goes into which field.",
    answers: { 200: templateView },
    problems: ["not_found"],
  },
  fillTemplate: {
    summary: "Fill a template",
    description: "The filled PDF or, with `report=1`, what was filled and skipped, and why.",
    answers: { 200: [media("application/pdf", "The filled PDF, or a report.", PDF), fillReport] },
    problems: ["not_found", "broken_pdf", "needs_password", "xfa_only", "no_form"],
  },
});

/** Takes a PDF form in. Mounted before the limit for bodies of JSON, with its own. */
export const templateUpload = new Hono<AppEnv>().post(
  "/",
  operations.uploadTemplate,
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
  .get("/", operations.listTemplates, validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listTemplates(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.template_id}`));
  })
  .get("/:id", operations.getTemplate, withId, async (c) => {
    const { id } = c.req.valid("param");
    const template = await findTemplate(c.get("app").db, id);
    return template ? c.json(template) : notFound(`There is no template ${id}`);
  })
  .patch(
    "/:id",
    operations.updateTemplate,
    atLeast("operator"),
    withId,
    validJson(templatePatch),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const { name, mapping } = c.req.valid("json");
      const template = await findTemplate(app.db, id);
      if (!template) return notFound(`There is no template ${id}`);
      const names = new Set(template.fields.map((field) => field.name));
      const unknown = Object.keys(mapping ?? {}).find((field) => !names.has(field));
      if (unknown) return invalid(`mapping.${unknown}`, "the template has no field of this name");
      return c.json(await changeTemplate(app.db, id, { name, mapping }, app.now()));
    },
  )
  .post(
    "/:id/fill",
    operations.fillTemplate,
    atLeast("operator"),
    withId,
    validQuery(fillQuery),
    validJson(fillBody),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const { values, flatten } = c.req.valid("json");
      const template = await findTemplate(app.db, id);
      const file = template && (await app.files.get(templateKey(id)));
      if (!template || !file) return notFound(`There is no template ${id}`);
      const bytes = new Uint8Array(await new Response(file.body).arrayBuffer());
      const named = byFieldName(template.fields, template.mapping, values);
      const filled = await fillForm(bytes, named, app.fonts, flatten);
      if (!filled.ok) return problem(422, filled.error.code, filled.error.title);
      if (c.req.valid("query").report) return c.json(filled.value.report);
      return pdf(filled.value.bytes, `${id}.pdf`);
    },
  );
