/** Which nodes each node points to. */
export type Graph = Map<string, Set<string>>;

/** The rings of a graph: every largest set of nodes that all reach each other (Tarjan). */
export function ringsOf(graph: Graph): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const rings: string[][] = [];
  const visit = (node: string): number => {
    const place = index.size;
    index.set(node, place);
    low.set(node, place);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      const reached = index.has(next)
        ? stack.includes(next)
          ? index.get(next)
          : undefined
        : visit(next);
      if (reached !== undefined) low.set(node, Math.min(low.get(node) ?? place, reached));
    }
    if (low.get(node) === place) {
      const ring = stack.splice(stack.indexOf(node));
      if (ring.length > 1) rings.push(ring.sort());
    }
    return low.get(node) ?? place;
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return rings;
}
