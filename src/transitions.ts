/** For each status, the statuses that it may become; itself among them where it may be written again. */
export type Transitions<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

/** Whether one status may become another. */
export const mayMove = <Status extends string>(
  table: Transitions<Status>,
  from: Status,
  to: Status,
): boolean => table[from].includes(to);

/** The statuses that may become another: what an update to it asks for in its `where`. */
export const sourcesOf = <Status extends string>(
  table: Transitions<Status>,
  to: Status,
): Status[] => (Object.keys(table) as Status[]).filter((from) => mayMove(table, from, to));

/** Whether nothing else becomes of a status. */
export const isTerminal = <Status extends string>(
  table: Transitions<Status>,
  status: Status,
): boolean => table[status].every((to) => to === status);
