type Route = { method: string; path: string };

/** The methods that a path answers to; none if there is no such path. */
export function allowedMethods(routes: Route[], path: string): string[] {
  const methods = routes
    .filter(({ method, path: pattern }) => method !== "ALL" && matches(pattern, path))
    .map(({ method }) => method);
  return [...new Set(methods)].sort();
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (pattern.includes("*") || wanted.length !== given.length) return false;
  return wanted.every(
    (part, index) => part === given[index] || (part.startsWith(":") && given[index]),
  );
}
