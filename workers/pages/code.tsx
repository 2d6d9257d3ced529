import type { Agency } from "../../src/conversation/script";
import { FlashNote, Page } from "./layout";

/** Why no link was opened: digits are missing, they are no link's, or there were too many tries. */
export type CodeProblem = "incomplete" | "wrong" | "many";
type CodeView = { agency: Agency; problem?: CodeProblem };

const copy = {
  title: "Enter your code",
  details: "Enter the 8-digit code from your voicemail.",
  code: "8-digit code",
  last4: "Last 4 digits of the phone number we called",
  button: "Continue",
  problems: {
    incomplete: "Enter the 8-digit code and the last 4 digits of your phone number.",
    wrong: "That code doesn't match. Check it and try again, or call us.",
    many: "Too many attempts. Try again in an hour, or call us.",
  } satisfies Record<CodeProblem, string>,
};

/** Where the code of a voicemail is typed. */
export const CodePage = ({ agency, problem }: CodeView) => (
  <Page title={copy.title} agency={agency}>
    <h1>{copy.title}</h1>
    <p>{copy.details}</p>
    {problem && <FlashNote flash={{ text: copy.problems[problem], failed: true }} />}
    <form method="post" action="/c">
      <label class="field">
        {copy.code}
        <input type="text" name="code" inputmode="numeric" autocomplete="one-time-code" required />
      </label>
      <label class="field">
        {copy.last4}
        <input type="text" name="last4" inputmode="numeric" autocomplete="off" required />
      </label>
      <button type="submit">{copy.button}</button>
    </form>
  </Page>
);
