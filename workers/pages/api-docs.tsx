import type {
  MediaType,
  OpenapiDocument,
  OperationObject,
  ResponseObject,
} from "../http/openapi-document";
import { curlOf } from "./api-docs-curl";
import { FieldTable, inline, Table } from "./api-docs-fields";
import { clientUrl } from "./client-files";

/** No script, nothing from elsewhere, in nobody's frame. */
export const API_DOCS_HEADERS = {
  "cache-control": "public, max-age=300",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; form-action 'self'; " +
    "frame-ancestors 'none'; base-uri 'none'",
};

type Listed = { method: string; path: string; operation: OperationObject };
type Props = { document: OpenapiDocument; base: string; query: string };

/** With so few results all of them are shown open. */
const OPEN_MAX = 3;

/** The API's description for people: fields, examples and a curl of each operation. */
export function ApiDocs({ document, base, query }: Props) {
  const found = operationsOf(document).filter((one) => isAbout(one, query));
  const groups = document.tags
    .map((tag) => ({ ...tag, listed: found.filter((one) => one.operation.tags[0] === tag.name) }))
    .filter(({ listed }) => listed.length > 0);
  const { title, version, description } = document.info;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href={clientUrl("api-docs.css")} />
      </head>
      <body>
        <header>
          <h1>{title}</h1>
          <p class="soft">
            Version {version} · {base} · <a href="/api/openapi.json">openapi.json</a>
          </p>
          <search>
            <form action="/api/docs">
              <label for="q">Search operations</label>
              <div class="search">
                <input id="q" name="q" type="search" value={query} placeholder="suppress, 409, …" />
                <button type="submit">Search</button>
              </div>
            </form>
          </search>
        </header>
        <div class="columns">
          <nav aria-label="Parts of the API">
            {groups.map(({ name, listed }) => (
              <a href={`#${anchorOf(name)}`}>
                {name} <span class="soft">{listed.length}</span>
              </a>
            ))}
            <a href="#schemas">Schemas</a>
          </nav>
          <main>
            {query === "" && description.split("\n\n").map((text) => <p>{inline(text)}</p>)}
            {query !== "" && (
              <p>
                {found.length} {found.length === 1 ? "operation" : "operations"} for “{query}” ·{" "}
                <a href="/api/docs">Show all</a>
              </p>
            )}
            {groups.map(({ name, description: about, listed }) => (
              <section>
                <h2 id={anchorOf(name)}>{name}</h2>
                <p class="soft">{about}</p>
                {listed.map((one) => (
                  <Operation
                    {...one}
                    document={document}
                    base={base}
                    open={query !== "" && found.length <= OPEN_MAX}
                  />
                ))}
              </section>
            ))}
            <SchemaList document={document} />
          </main>
        </div>
      </body>
    </html>
  );
}

const anchorOf = (tag: string) => `tag-${tag.toLowerCase().replaceAll(" ", "-")}`;

const operationsOf = ({ paths }: OpenapiDocument): Listed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      return { method: method.toUpperCase(), path, operation };
    }),
  );

/** Whether every word of a search is in what stands of an operation. */
function isAbout({ method, path, operation }: Listed, query: string): boolean {
  const text = `${method} ${path} ${JSON.stringify(operation)}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

type OperationProps = Listed & { document: OpenapiDocument; base: string; open: boolean };

/** One operation. Its anchor lies inside, so that a link to it opens it. */
function Operation({ method, path, operation, document, base, open }: OperationProps) {
  const { operationId, summary, description, deprecated, parameters = [], requestBody } = operation;
  const { schemas } = document.components;
  const fields = parameters.map(({ name, schema, required = false, description: about = "" }) => {
    return { name, schema: { ...schema, description: about }, required };
  });
  return (
    <details class="operation" open={open}>
      <summary>
        <b class={`method ${method.toLowerCase()}`}>{method}</b> <code>{path}</code>
        <span class="what">
          {summary}
          {deprecated && " · deprecated"}
        </span>
      </summary>
      <div id={operationId} class="body">
        {description?.split("\n\n").map((text) => (
          <p>{inline(text)}</p>
        ))}
        {!operation["x-required-role"] && <p class="soft">{accessOf(operation)}</p>}
        <h3>Try it</h3>
        <pre>
          <code>{curlOf(method, path, operation, base)}</code>
        </pre>
        {fields.length > 0 && (
          <>
            <h3>Parameters</h3>
            <Table fields={fields} />
          </>
        )}
        {requestBody && (
          <>
            <h3>Body</h3>
            <p class="soft">{Object.keys(requestBody.content).join(" or ")}</p>
            <Body media={Object.values(requestBody.content)[0]} schemas={schemas} />
          </>
        )}
        <Answers responses={operation.responses} document={document} />
      </div>
    </details>
  );
}

const ACCESS: Record<string, string> = {
  vapiSecret: "VAPI only: by secret, bearer token or signature.",
  postmarkBasic: "Postmark only: Basic authentication.",
  parallelSignature: "Parallel only: by signature.",
};
function accessOf({ security }: OperationObject): string {
  if (!security) return "Any API key.";
  const [first = {}] = security;
  return ACCESS[Object.keys(first)[0] ?? ""] ?? "Public: no API key.";
}

type Schemas = OpenapiDocument["components"]["schemas"];
/** What a body's fields are. */
function Body({ media, schemas }: { media: MediaType | undefined; schemas: Schemas }) {
  if (!media?.schema.$ref) return <p class="soft">Bytes.</p>;
  return <FieldTable schema={media.schema} schemas={schemas} />;
}

type AnswersProps = { responses: Record<string, ResponseObject>; document: OpenapiDocument };
/** What comes back: answers with their fields and examples, and the problems there can be. */
function Answers({ responses, document }: AnswersProps) {
  const { schemas, responses: shared } = document.components;
  const resolved = Object.entries(responses).map(([status, response]) => {
    return { status, ...(shared[response.$ref?.split("/").at(-1) ?? ""] ?? response) };
  });
  const isProblem = ({ content = {} }: ResponseObject) => "application/problem+json" in content;
  const answers = resolved.filter((one) => !isProblem(one));
  const problems = resolved.filter((one) => isProblem(one) && one.status !== "default");
  return (
    <>
      <h3>Answers</h3>
      {answers.map(({ status, description, content = {} }) => (
        <>
          <p>
            <b>{status}</b> {description}{" "}
            <span class="soft">{Object.keys(content).join(" or ")}</span>
          </p>
          {Object.entries(content)
            .filter(([, media]) => media.schema.$ref)
            .map(([, media]) => (
              <>
                <pre>
                  <code>{JSON.stringify(media.example, null, 2)}</code>
                </pre>
                <details>
                  <summary>Fields of the answer</summary>
                  <FieldTable schema={media.schema} schemas={schemas} />
                </details>
              </>
            ))}
        </>
      ))}
      <h3>Errors</h3>
      <dl>
        {problems.map(({ status, description = "" }) => (
          <>
            <dt>{status}</dt>
            {description.split("\n\n").map((text) => (
              <dd>{inline(text)}</dd>
            ))}
          </>
        ))}
      </dl>
    </>
  );
}

/** Every schema with a name, for what refers to it. */
const SchemaList = ({ document }: { document: OpenapiDocument }) => (
  <section>
    <h2 id="schemas">Schemas</h2>
    <p class="soft">The named parts of bodies and answers.</p>
    {Object.entries(document.components.schemas)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, schema]) => (
        <details class="operation">
          <summary>
            <code>{name}</code>
          </summary>
          <div id={`schema-${name}`} class="body">
            {schema.description && <p>{inline(schema.description)}</p>}
            <FieldTable schema={schema} schemas={{}} />
          </div>
        </details>
      ))}
  </section>
);
