import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";
import { FlashNote, Page, TollFree } from "./layout";

/** Why a check was not passed: no four digits, others than theirs, or tried too often. */
export type Last4Problem = "digits" | "wrong" | "many";
type Last4View = { agency: Agency; path: string; problem: Last4Problem | undefined };

const copy = {
  title: "Confirm it's you",
  details: "Enter the last 4 digits of the phone number we called.",
  field: "Last 4 digits",
  button: "Continue",
  notYours: (phone: Child) => <>Not yours? You can ignore this, or call {phone}.</>,
  problems: {
    digits: "Enter the last 4 digits of your phone number.",
    wrong: "Those digits don't match. Check them and try again, or call us.",
    many: "Too many attempts. Try again in an hour, or call us.",
  } satisfies Record<Last4Problem, string>,
};

/** What stands before a document whose link went to an address that was only heard. */
export const Last4CheckPage = ({ agency, path, problem }: Last4View) => (
  <Page title={copy.title} agency={agency}>
    <h1>{copy.title}</h1>
    <p>{copy.details}</p>
    {problem && <FlashNote flash={{ text: copy.problems[problem], failed: true }} />}
    <section>
      <form method="post" action={`${path}/check`}>
        <label class="field">
          {copy.field}
          <input
            type="text"
            name="last4"
            inputmode="numeric"
            autocomplete="off"
            pattern="[0-9]{4}"
            maxlength={4}
            required
          />
        </label>
        <button type="submit">{copy.button}</button>
      </form>
    </section>
    <p class="soft">{copy.notYours(<TollFree agency={agency} />)}</p>
  </Page>
);
