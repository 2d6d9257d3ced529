/** A person of the story. What they do on the phone follows the number's last two digits. */
export type Scripted = {
  id: string;
  digits: string;
  name: string;
  company: string;
  does: string;
  state: string;
  outcome: string;
  attempts: number;
};

/** Digits, name, company, what they do, and how their call ends (CONTRACT 5). */
const LIST = `
01 | Jo Miller   | Miller Bakery     | wants a quote                       | COMPLETED conversation 1
02 | Zoë Ångström| Nordlicht Optik   | wants a proposal                    | COMPLETED conversation 1
03 | 王芳        | 王 & Sons Freight | wants a meeting                     | COMPLETED conversation 1
04 | Priya Nair  | Nair Dental       | is not interested                   | COMPLETED conversation 1
05 | Sam Okafor  | Okafor Roofing    | asks not to be called again         | COMPLETED opted_out 1
06 | Lena Fischer| Fischer Print     | is the wrong number                 | COMPLETED wrong_number 1
07 | Ivan Petrov | Petrov Garage     | answers and says nothing            | COMPLETED no_conversation 1
11 | Maria Silva | Silva Catering    | is out, and voicemail answers | VOICEMAIL voicemail_left 1
12 | Tom Baker   | Baker Tools       | does not answer                     | FAILED no_answer 1
13 | Ann Lee     | Lee Florists      | is busy                             | FAILED busy 1
14 | Omar Haddad | Haddad Legal      | has a phone that screens calls      | FAILED screened 1
21 | Eva Novak   | Novak Clinic      | has a network that fails once       | COMPLETED conversation 2
22 | Paul Weber  | Weber Steel       | has a network that always fails     | FAILED network_failure 4
23 | Nina Costa  | Costa Travel      | is never reported on                | COMPLETED conversation 1
31 | Max Gruber  | Gruber Farms      | has a number that does not exist    | FAILED invalid_number 1
40 | Ruth Adams  | Adams Books       | asks for information                | COMPLETED conversation 1`;

export const PEOPLE: Scripted[] = LIST.trim()
  .split("\n")
  .map((line) => {
    const [digits = "", name = "", company = "", does = "", end = ""] = line
      .split("|")
      .map((part) => part.trim());
    const [state = "", outcome = "", attempts] = end.split(" ");
    const person = { id: `demo_${digits}`, digits, name, company, does };
    return { ...person, state, outcome, attempts: Number(attempts) };
  });

/** A prospect of the API, with written consent: without it nobody is called. */
export const prospectOf = ({ id, digits, name, company }: Scripted) => ({
  id,
  phone_number: `+155501201${digits}`,
  name,
  email: `${id.replace("_", ".")}@prospect.example`,
  company_name: company,
  address: {
    line1: "1 Main St",
    city: "Springfield",
    state: "NY",
    postal_code: "10001",
    country: "US",
  },
  consent: {
    basis: "written",
    text: "I agree to be called by an AI assistant of this agency about business insurance.",
    obtained_at: "2026-11-02T09:00:00Z",
    source: "web form",
    channels: ["voice", "email"],
  },
});
