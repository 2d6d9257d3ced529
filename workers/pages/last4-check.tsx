import type { Agency } from "../../src/conversation/script";
import { Page } from "./layout";

/** Why a check was not passed: no four digits, others than theirs, or tried too often. */
export type CheckTrouble = "digits" | "wrong" | "many";
const TROUBLE: Record<CheckTrouble, string> = {
  digits: "Please type the last four digits.",
  wrong: "These are not the last four digits of that number. Please look again, or call us.",
  many: "Too many tries. Please wait an hour, or call us.",
};
type CheckView = { agency: Agency; kind: string; path: string; trouble: CheckTrouble | undefined };

/** What stands before a document whose link went to an address that was only heard. */
export const CheckPage = ({ agency, kind, path, trouble }: CheckView) => (
  <Page title={`Is this ${kind} yours?`} agency={agency}>
    <h1>Is this {kind} yours?</h1>
    <p>
      We wrote to an address that we heard in a call. Before we show anything, tell us the last four
      digits of your telephone number, as we have it.
    </p>
    {trouble && (
      <section class="note" role="alert">
        {TROUBLE[trouble]}
      </section>
    )}
    <section>
      <form method="post" action={`${path}/check`}>
        <label class="field">
          The last four digits
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
        <button type="submit">Show it</button>
      </form>
    </section>
    <p class="soft">
      Not yours? You need not do anything. Or call us:{" "}
      <a href={`tel:${agency.tollFreeNumber.replace(/[^+\d]/g, "")}`}>{agency.tollFreeNumber}</a>
    </p>
  </Page>
);
