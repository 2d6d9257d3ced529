/** The nodes that each node points to. */
export type Graph = Map<string, Set<string>>;

/** All nodes that can be reached from one, which is among them only if a way leads back to it. */
function reachedFrom(graph: Graph, start: string): Set<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const next of graph.get(node) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  return reached;
}

/** The rings of a graph: each a sorted set of nodes that all reach each other. */
export function ringsOf(graph: Graph): string[][] {
  const reached = new Map([...graph.keys()].map((node) => [node, reachedFrom(graph, node)]));
  const rings = new Map<string, string[]>();
  for (const [node, others] of reached) {
    const ring = [...others].filter((other) => reached.get(other)?.has(node)).sort();
    if (ring.length > 0) rings.set(ring.join(), ring);
  }
  return [...rings.values()];
}
