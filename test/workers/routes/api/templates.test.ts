import { exports } from "cloudflare:workers";
import { deflateSync } from "node:zlib";
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect, test } from "vitest";
import { inflatesTooMuch } from "../../../../src/pdf/inflate-limit";
import { aForm } from "../../../stand-ins/forms";
import { ADMIN, ask, aWorld } from "../../world";

aWorld();

/** Sends bytes as they are; `ask` sends text. */
async function send(path: string, body: Uint8Array | string, type = "application/pdf") {
  const response = await exports.default.fetch(`https://worker.example${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN}`, "content-type": type },
    body,
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const json = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    /** Not part of what a failed comparison prints. */
    bytes: () => bytes,
    body: json ? JSON.parse(new TextDecoder().decode(bytes)) : undefined,
  };
}
const fill = (id: string, query: string, body: object) =>
  send(`/api/templates/${id}/fill${query}`, JSON.stringify(body), "application/json");

test("a form says what it asks for, and what of ours goes where", async () => {
  const { status, body } = await send("/api/templates?name=Application", await aForm());
  expect(status).toBe(201);
  expect(body.name).toBe("Application");
  const byName = Object.fromEntries(body.fields.map((one: { name: string }) => [one.name, one]));
  expect(byName.zip).toMatchObject({ type: "comb", max_length: 5, required: false, page: 1 });
  expect(byName.state).toMatchObject({ type: "dropdown", options: ["Florida", "Texas"] });
  expect(byName.effective.type).toBe("date");
  expect(byName.f1_01.tooltip).toBe("Name of business");
  expect(body.mapping).toMatchObject({
    "applicant.name": "name",
    f1_01: "organization",
    zip: "postal_code",
  });
  const again = await send("/api/templates", await aForm());
  expect(again.body.template_id).toBe(body.template_id);
});

test("a small file that is huge inside is refused, here as well", async () => {
  const packed = deflateSync(Buffer.alloc(80 * 1_048_576));
  const head = `%PDF-1.6\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n`;
  const bomb = Buffer.concat([Buffer.from(head), packed, Buffer.from("\nendstream\n%%EOF")]);
  expect(inflatesTooMuch(new Uint8Array(bomb))).toBe(true);
});

test("it is filled by field names and by our keys, in any script, and the mapping can be corrected", async () => {
  const { body: template } = await send("/api/templates", await aForm());
  const id = template.template_id;
  const values = { name: "Zoë Ångström", company: "王 & Sons محمد", zip: "12207", nowhere: "x" };
  const report = await fill(id, "?report=1", { values });
  expect(report.body.filled).toEqual([
    { name: "applicant.name", value: "Zoë Ångström" },
    { name: "f1_01", value: "王 & Sons محمد" },
    { name: "zip", value: "12207" },
  ]);
  expect(report.body.problems).toEqual([
    { name: "nowhere", message: "the form has no field of this name" },
  ]);
  const filled = await fill(id, "", { values, flatten: true });
  expect(filled.status).toBe(200);
  expect((await PDFDocument.load(filled.bytes())).getForm().getFields()).toEqual([]);

  const mapping = { f1_01: null, notes: "organization" };
  const path = `/api/templates/${id}`;
  const patched = await ask(path, { method: "PATCH", body: { mapping } });
  expect(patched.body.mapping).toMatchObject({ notes: "organization" });
  expect(patched.body.mapping).not.toHaveProperty("f1_01");
  const moved = await fill(id, "?report=1", { values: { company: "Miller" } });
  expect(moved.body.filled).toEqual([{ name: "notes", value: "Miller" }]);
  const wrong = await ask(path, { method: "PATCH", body: { mapping: { nowhere: "name" } } });
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: "mapping.nowhere" }] } });
});

test.each([
  ["no PDF", "hello", "application/pdf", 422, "broken_pdf"],
  ["nothing", "", "application/pdf", 400, "invalid_request"],
  ["JSON", "{}", "application/json", 415, "unsupported_media_type"],
])("%s is refused with its reason", async (_, body, type, status, code) => {
  expect(await send("/api/templates", body, type)).toMatchObject({ status, body: { code } });
});

test("a PDF without fields is refused, and what is too large is", async () => {
  const plain = await PDFDocument.create();
  plain.addPage();
  const refused = await send("/api/templates", await plain.save());
  expect(refused).toMatchObject({ status: 422, body: { code: "no_form" } });
  const large = await send("/api/templates", new Uint8Array(10 * 1024 * 1024 + 1));
  expect(large.status).toBe(413);
});
