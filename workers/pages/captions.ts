/** What a call's page asks for once a second: the call's state, and all that was said until now. */
export type Captions = {
  state: string;
  ended: boolean;
  lines: { role: string; text: string }[];
};
