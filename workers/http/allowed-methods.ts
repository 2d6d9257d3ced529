type Route = { method: string; path: string };

/** The methods of a path; none if there is no such path. */
export function allowedMethods(routes: Route[], path: string): string[] {
  const methods = routes
    .filter(({ method, path: pattern }) => method !== "ALL" && matches(pattern, path))
    .map(({ method }) => method);
  return [...new Set(methods)].sort();
}

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split("/");
  const given = path.split("/");
  if (pattern.includes("*") || parts.length !== given.length) return false;
  return parts.every(
    (part, index) => part === given[index] || (part.startsWith(":") && given[index]),
  );
}
