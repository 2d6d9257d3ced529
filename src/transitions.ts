/** For each status, the statuses that may follow it; itself, if it may be written again. */
export type Transitions<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

/** Whether a status may follow another. */
export const mayMove = <Status extends string>(
  table: Transitions<Status>,
  from: Status,
  to: Status,
): boolean => table[from].includes(to);

/** The statuses that a status may follow, for the `where` of an update. */
export const sourcesOf = <Status extends string>(
  table: Transitions<Status>,
  to: Status,
): Status[] => (Object.keys(table) as Status[]).filter((from) => mayMove(table, from, to));

/** Whether no other status may follow a status. */
export const isTerminal = <Status extends string>(
  table: Transitions<Status>,
  status: Status,
): boolean => table[status].every((to) => to === status);
