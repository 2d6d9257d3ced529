/**
 * What a field may ask for: the tokens of HTML's `autocomplete` with underscores
 * (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill), and our own.
 */
export const KEYS = [
  "name",
  "honorific_prefix",
  "given_name",
  "additional_name",
  "family_name",
  "honorific_suffix",
  "nickname",
  "organization",
  "organization_title",
  "street_address",
  "address_line1",
  "address_line2",
  "address_line3",
  "address_level2",
  "address_level1",
  "postal_code",
  "country",
  "tel",
  "tel_country_code",
  "tel_area_code",
  "tel_local",
  "tel_extension",
  "email",
  "url",
  "bday",
  "sex",
  "tel_national",
  "tel_local_prefix",
  "tel_local_suffix",
  "bday_day",
  "bday_month",
  "bday_year",
  "employee_count",
  "coverage_type",
  "current_carrier",
  "renewal_date",
  "budget",
  "preferred_times",
  "revenue",
  "industry",
  "notes",
] as const;
export type Key = (typeof KEYS)[number];

/** The stored entries whose key still exists. */
export const knownKeys = (kept: Record<string, string>): Record<string, Key> =>
  Object.fromEntries(
    Object.entries(kept).flatMap(([name, word]) => {
      const key = KEYS.find((one) => one === word);
      return key ? [[name, key]] : [];
    }),
  );

/** Normalizes labels, names and ids to words: `firstName2`, `first_name`, `First name *`. */
export const wordsOf = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/([A-Za-z])(\d)/g, "$1 $2")
    .replace(/[^\p{L}\d]+/gu, " ")
    .trim()
    .toLowerCase();

/** A pattern for any of the alternatives in a text, separated by bars or line ends. */
function anyOf(text: string, before = "\\b", after = "\\b", flags = ""): RegExp {
  const words = text.split(/\s*\|\s(?![^(]*\))|\n/).map((word) => word.trim());
  return new RegExp(`${before}(?:${words.filter(Boolean).join("|")})${after}`, flags);
}

/** Labels of fields that we must not fill: other people's data, secrets and bait. */
const NOT_FILLED = anyOf(
  `password | passwort | passcode | captcha | card | cvc | cvv | iban | account number | routing
  | ssn | social security | tax id | ein | fein | coupon | promo | voucher | search | login
  | otp | user ?name | account name | benutzername | spouse | emergency | beneficiary | referr\\w*
  | recommended by | friend\\w* | recipient | gift | maiden | mothers? | pet | child\\w*
  | signature | honey ?pot | hp | leave (this )?(field )?(blank|empty) | do not fill | not fill
  | subject | betreff | file | rem(aining)? len(gth)? | link to share | event name | product | project name | domain name
  | fax | telefax | card ?holder | tarjeta | karte | carte | kontoinhaber | security (question|answer|code|number) | secret question`,
);

/** Words in a label that do not say what it asks for. */
const NOISE = anyOf(
  `required | optional | please | enter | type in | provide | your | the | a | an | my | fill in
  | input | fields? | txt | frm | form | label | eg | e g .* | example .*
  | if (any|applicable|different).* | as (it|shown|on) .* | we .*never share.*`,
  "\\b",
  "\\b",
  "g",
);

/** Labels that ask about a thing (how, since when, whether), not for the thing itself. */
const ABOUT = anyOf(
  `(contact|communication) (method|preference)
  | (phone|address|contact|email|number|company|name) type
  | type of (phone|address|contact|email|number|company|ownership) | years? (in|of|at) .*
  | how long .* | (date|year) (business |company )?(started|established|founded|opened)
  | last (4|four|\\d+)( .*)? | how did you (hear|find).* | (i|we) agree.* | subscribe.*
  | newsletter.* | opt in.* | sign (me )?up.* | email me .* | send me .* | would you like .*
  | do you (own|have|rent|currently|need|want) .* | are you .* | is (this|your) .* | have you .*
  | state of (incorporation|formation) | verification | verify code | code
  | (note|gift|order|invoice|member|membership|certificate|policy|employee|customer) (no|number|id)`,
);

/**
 * The rules, from the narrowest to the widest; the first match wins. Patterns after `~` may match
 * part of a label. Those after `=` must match all of it without noise words, since they are too
 * common.
 */
const RULES = rulesOf(`
email ~ e ?mail | mail address | email ?address | emailaddress | correo( electronico)? | courriel
  | e ?mail ?adresse | e post
tel_extension ~ (phone |tel )?ext(ension|n)?( number)?
tel_area_code ~ area code
tel_country_code ~ (phone|tel|mobile|dial(ing)?|calling) country code | dial(ing)? code
  | phone (code|prefix)
employee_count ~ (number|no|num|nr|count|#) of (full time )?(employees?|staff|people|workers)
  | employees( count| number| size)? | employee (count|size) | num ?employees | head ?count
  | (company|team|staff|workforce) size | how many (employees|people|staff)( .*)?
  | full time employees | mitarbeiter(zahl|anzahl)? | team members
revenue ~ revenues? | turnover | annual (gross )?(sales|receipts|income) | gross (sales|receipts)
  | (annual|yearly) sales | umsatz
coverage_type ~ coverage( types?)?
  | (type|types|kind|line|lines) of (coverage|insurance|policy|business insurance)
  | insurance (type|product|needed|needs|line)s? | policy types? | lines? of business
  | what (insurance|coverage)( .*)? | product of interest | (which|what) .* (cover|insure).*
current_carrier ~
  | (current|existing|present|prior|previous) (insurance )?(carrier|insurer|provider|company|insurance( company)?)
  | insurer | insured with
current_carrier = carrier
renewal_date ~ (policy |insurance )?renewal( date| month)? | policy (expiration|expiry|effective)( date)?
  | x date | (current )?policy expires?( on)? | policy (end|start)( date)?
  | when does your (current )?policy .*
budget ~ budget | monthly (premium|spend) | (current|target) premium | price range
preferred_times ~
  | (preferred|best|convenient) (times?|days?|date|dates|appointment|contact time)( .*)?
  | best time to (call|reach|contact)( .*)? | when (can|should|may) we (call|contact|reach)( .*)?
  | availability | appointment (date|time) | date and time | requested (date|time)
industry ~ industry( type)? | (type|nature|kind) of business | business (type|category|sector)
  | sector | occupation type | branche | line of work
honorific_prefix ~ salutation | honorific( prefix)? | name prefix | courtesy title
  | title mr( mrs)?( ms)?.* | mr mrs( ms)?.* | anrede
honorific_suffix ~ (name )?suffix | honorific suffix | jr sr.*
organization_title ~ job ?titles? | (job|work) (role|position) | position( title)?
  | your (role|position|title) | role | designation | title at (company|work) | professional title
  | business title | stellung | occupation | profession
additional_name ~ middle( ?name| initial| init)? | m ?i | additional name | second name
given_name ~ first( ?name| and middle name) | f ?name | given( ?name)?s? | fore ?name | vorname
  | prenom | nombre | christian name | firstname | name first | firstnm | contact first( name)?
  | first names?
given_name = first | (name|contact|applicant|owner|billing|shipping|attendee|customer) first
  | given
family_name = last | (name|contact|applicant|owner|billing|shipping|attendee|customer) last
  | family
family_name ~ last ?names? | l ?name | family( ?name)? | sur ?name | nachname | nom de famille
  | apellidos? | lastname | name last | second name | lastnm
nickname ~ nick ?name | preferred name | display name | goes by
organization ~
  | (company|business|organi[sz]ation|firm|employer|agency|corporation|corp|practice|school|institution|legal (business|entity)|dba|trade|entity|org)( or (company|organi[sz]ation|business))?( legal)? ?name
  | name of (your |the )?(company|business|organi[sz]ation|firm|employer|agency) | companyname
  | firmenname | company care of | named insured | d ?b ?a | company legal name
url ~ web ?site( url| address)? | url | web ?page | home ?page | web address | company (site|url)
  | internet address
bday_day ~ birth day | (dob|bday|date of birth) ?day | day of birth | birthday day
bday_month ~ (birth|dob|bday|date of birth) ?month | month of birth | birthday month
bday_year ~ (birth|dob|bday|date of birth) ?year | year of birth | birthday year
bday ~ birth ?(date|day) | date of birth | d ?o ?b | b ?day | birthday | geburts(datum|tag) | born
sex ~ gender | sex | geschlecht
postal_code ~ zip( ?code)?( \\d)? | zip postal( code)? | post(al)? ?code | zip or postal( code)?
  | zip ?cd | postcode | plz | postleitzahl | codigo postal | code postal | pin ?code | cap
  | pcode
address_line3 ~ (street )?address( line)? ?(3|three) | addr(ess)?(line)? ?3 | line 3 | street 3
address_line2 ~ (street )?address( line)? ?(2|two) | addr(ess)?(line)? ?2 | line 2 | street 2
  | apt | apartment( .*)? | suite( .*)? | unit( number| no| #)? | apt suite.* | floor
  | address continued | additional address( info)? | adresszusatz | bldg | building
address_level2 ~ city( town)?( or town)? | town( city)? | locality | suburb | municipality
  | (stadt|ort|wohnort) | ciudad | poblacion | localidad | ville | address level 2 | post town
country = land | country code | (address|shipping|billing) country code
country ~ country( name| region| of residence)? | countr(y|ies) | pais | pays
address_level1 ~ state( province)?( or province)?( region)? | province( state)? | region
  | county province | us state | bundesland | address level 1 | prov | prefecture
address_level1 = st | territory
street_address ~ (full|complete|whole) address | street address multi.*
address_line1 ~
  | (street|mailing|home|business|company|physical|postal|billing|shipping|delivery|residential|permanent|current|work|office|your)? ?address( line)?( ?(1|one))?
  | addr(ess)?(line)? ?1? | street( name| and number| address| no)?( 1)? | address street | line 1
  | strasse( .*)? | anschrift | direccion | adresse | house number and street.*
name ~ (business|company) owner( full)?( name)? | owner('s)? name
tel ~ (tele)?phone( ?(number|no|num|nr|#|home|work|day|mobile|cell))?s? | tel( ?(no|number|nr))?
  | mobile( ?(phone|number|no|tel))? | cell( ?(phone|number|no))? | cellular | contact (number|no)
  | day ?time (phone|number|tel) | evening (phone|number) | phonenumber | telefon(nummer)?
  | telefono | telephone | handy(nummer)? | whats ?app( number)? | call ?back number
  | number to (call|reach).* | ph( no)? | celular | movil | portable | msisdn
notes = notes? | questions? | your questions?
notes ~ comments? | messages? | additional notes | questions? or comments
  | (additional|other|more|further) (info|information|details|comments|notes|requests)
  | (how|what) can we help.* | tell us .* | enquiry | inquiry | (project |request )?details
  | description | anything else.* | remarks | nachricht | mensaje | feedback
  | special (requests|instructions) | your message | please describe.* | reason for .*
organization =
  | (company|business|organi[sz]ation)( (or )?(company|organi[sz]ation|business|employer|school))?
  | company (info|information|details) | employer | firma | firm | unternehmen | empresa | societe
  | entreprise | corp | corporation | agency | org | workplace
  | (billing|shipping|contact|work|current|customer) (company|organi[sz]ation|business)
  | affiliation | institution
organization_title = title | (contact|work) title
name ~
  | (full|your|contact|complete|customer|client|applicant|insured|attendee|guest|person|owner|account|billing|shipping|participant|patient|visitor|member|legal|primary|main) ?(full )?name
  | name of (contact|applicant|insured|owner|person|attendee).* | full ?name | print name
  | name in full
  | contact person | real ?name | who are you | nombre completo | nom complet
  | first (and|&) last( name)? | first last
name = names? | contact | nom | applicant | attendee | insured
`);

function rulesOf(text: string): [Key, RegExp][] {
  return text
    .replaceAll("\n  |", " |")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [, key = "", sign, words = ""] = /^(\w+) ([~=]) (.*)$/.exec(line) ?? [];
      return [key as Key, sign === "=" ? anyOf(words, "^", "$") : anyOf(words)];
    });
}

/** Whether a field's name or id is about a card, fax, password or age. */
export const isCardOrFax = (name: string): boolean =>
  /\b(cc|card|credit ?card|cvv2?|cvc|csc|fax|password|pwd|age)\b/.test(wordsOf(name));

/** Whether a field asks for the expiration of a card, not of a policy. */
export const isCardEnd = (text: string): boolean =>
  /\bexp(ir\w*)?\b/i.test(text) && /\bmm ?[/-] ?yy|\bcard\b|\bcv[cv]\b/i.test(text);

/**
 * Whether a label asks for something that we must not fill in: a secret, another person's data,
 * bait.
 */
export function isForeign(text: string): boolean {
  const bare = wordsOf(text.replaceAll(/\([^)]*\)/g, " "));
  return NOT_FILLED.test(bare || wordsOf(text));
}

/** The keys that a label may ask for, most likely first: `City / State / Zip` asks for three. */
export function keysOfWords(text: string): Key[] {
  // Words in parentheses explain. They count only if there are no others.
  const bare = wordsOf(text.replaceAll(/\([^)]*\)/g, " "));
  const all = bare || wordsOf(text);
  if (!all || all.length > 160) return [];
  if (NOT_FILLED.test(all) && !/^(\w+ )?e ?mail( address)?$/.test(all)) return [];
  if (ABOUT.test(all) && !IS_CODE.test(all)) return [];
  // "Address 1. Please enter a complete address." says what it is in its first words.
  const first = all.replace(/(?<=\w) please .*$/, "");
  const words = first.replaceAll(NOISE, " ").replaceAll(/\s+/g, " ").trim() || first;
  if (/\b(first|given)\b.*\b(last|family|sur ?name)\b/.test(words)) return ["name"];
  return [...new Set(RULES.filter(([, rule]) => rule.test(words)).map(([key]) => key))];
}
const IS_CODE = /\b(country|area) code\b|\b(zip|post\w*|pin) ?code\b|\bdial\w* code\b/;

/** The key that a label most likely asks for; undefined if none. */
export const keyOfWords = (text: string): Key | undefined => keysOfWords(text)[0];
