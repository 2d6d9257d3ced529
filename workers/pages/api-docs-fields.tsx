import type { Child } from "hono/jsx";
import { nameOfSchema, type Schema, schemaAt } from "../http/openapi-document";

type Schemas = Record<string, Schema>;
type Field = { name: string; schema: Schema; required: boolean };

/** Deeper than this a field is said by its type alone. */
const DEPTH_MAX = 3;

/** The fields of a schema by their paths; schemas with names of their own are referred to. */
function fieldsOf(schema: Schema, prefix = "", depth = 0): Field[] {
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const field = { name: prefix + name, schema: inner, required: isRequired(schema, name) };
    return [field, ...innerFields(inner, prefix + name, depth)];
  });
  const either = (schema.anyOf ?? []).flatMap((one) => fieldsOf(one, prefix, depth));
  return [...fields, ...either];
}

function innerFields(schema: Schema, path: string, depth: number): Field[] {
  if (depth >= DEPTH_MAX || schema.$ref) return [];
  if (schema.items) return innerFields(schema.items, `${path}[]`, depth);
  return fieldsOf(schema, `${path}.`, depth + 1);
}

const isRequired = (schema: Schema, name: string) => schema.required?.includes(name) ?? false;

/** A table of a schema's fields: type, limits, whether it has to be there, and what it means. */
export function FieldTable({ schema, schemas }: { schema: Schema; schemas: Schemas }) {
  const fields = fieldsOf(schemaAt(schema, schemas));
  if (fields.length === 0) return <p class="soft">Any JSON.</p>;
  return <Table fields={fields} />;
}

export const Table = ({ fields }: { fields: Field[] }) => (
  <table class="fields">
    <thead>
      <tr>
        <th scope="col">Field</th>
        <th scope="col">Type</th>
        <th scope="col">Notes</th>
      </tr>
    </thead>
    <tbody>
      {fields.map(({ name, schema, required }) => (
        <tr>
          <th scope="row">
            <code>{name}</code> {required && <b class="required">required</b>}
          </th>
          <td>
            <Type schema={schema} />
          </td>
          <td>
            <Notes schema={schema} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** A type in words; a schema with a name leads to its own fields. */
function Type({ schema }: { schema: Schema }): Child {
  const name = nameOfSchema(schema);
  if (name) return <a href={`#schema-${name}`}>{name}</a>;
  if (schema.items)
    return (
      <>
        list of <Type schema={schema.items} />
      </>
    );
  if (schema.anyOf)
    return schema.anyOf.map((one, at) => (
      <>
        {at > 0 && " or "}
        <Type schema={one} />
      </>
    ));
  if (schema.const !== undefined) return <code>{JSON.stringify(schema.const)}</code>;
  if (schema.format === "date-time") return withNull(schema, "time");
  const type = [schema.type ?? "any"].flat();
  return type.map((one) => (one === "object" ? mapOf(schema) : one)).join(" or ");
}

const withNull = ({ type }: Schema, text: string) =>
  Array.isArray(type) && type.includes("null") ? `${text} or null` : text;
const mapOf = ({ properties, additionalProperties }: Schema) =>
  !properties && additionalProperties ? "map" : "object";

/** What limits a field, its default, and its description. */
function Notes({ schema }: { schema: Schema }) {
  const values = schema.enum ?? schema.items?.enum ?? enumOf(schema.anyOf);
  const inner = mapValue(schema);
  return (
    <>
      {schema.description && <span>{inline(schema.description)} </span>}
      {inner && (
        <span>
          Values: <Type schema={inner} />.{" "}
        </span>
      )}
      {values && (
        <span>
          One of{" "}
          {values.map((value, at) => (
            <>
              {at > 0 && ", "}
              <code>{String(value)}</code>
            </>
          ))}
          .{" "}
        </span>
      )}
      {limitsOf(schema).map((limit) => (
        <span class="soft">{inline(limit)}. </span>
      ))}
    </>
  );
}

const enumOf = (kinds: Schema[] = []) => kinds.find((one) => one.enum)?.enum;
const mapValue = ({ properties, additionalProperties: inner }: Schema): Schema | undefined =>
  !properties && inner && typeof inner === "object" && Object.keys(inner).length > 0
    ? (inner as Schema)
    : undefined;

function limitsOf(schema: Schema): string[] {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum, pattern, format } = schema;
  return [
    rangeOf(minLength, maxLength, " characters"),
    rangeOf(minItems, maxItems, " items"),
    rangeOf(minimum, maximum, ""),
    schema.exclusiveMinimum === undefined ? "" : `More than ${schema.exclusiveMinimum}`,
    pattern ? `Matches \`${pattern}\`` : "",
    format && format !== "date-time" ? `Format: ${format}` : "",
    schema.default === undefined ? "" : `Default: \`${JSON.stringify(schema.default)}\``,
  ].filter(Boolean);
}

function rangeOf(from: unknown, to: unknown, unit: string): string {
  const [least, most] = [from, to].map((limit) => Number(limit).toLocaleString("en-US"));
  if (to === undefined) return from === undefined ? "" : `At least ${least}${unit}`;
  return from === undefined ? `At most ${most}${unit}` : `${least} to ${most}${unit}`;
}

/** Text with its parts between backticks as code. */
export const inline = (text: string): Child =>
  text.split("`").map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part));
