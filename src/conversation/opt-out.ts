/** Contact of any kind, as a verb, and as what is to end. */
const CONTACT = "(?:call|phone|ring|dial|contact|bother|e-?mail|write|text|message)";
const CONTACTED = "(?:called|phoned|contacted|bothered|e-?mailed|messaged|texted)";
const CONTACTING =
  "(?:calling|phoning|ringing|dialing|contacting|bothering|e-?mailing|writing|texting|messaging|harassing)";
const CONTACTS =
  "(?:calls|emails|messages|contact|contacting|calling|communication|communications)";
const DETAILS = "(?:contact )?(?:number|name|phone|info|information|details|data)";
const US = `(?:me|us|(?:my|our) ${DETAILS}|this (?:number|phone|line|house|office|business)|here)`;
const LISTS = "(?:lists?|database|system|records|files?|campaigns?|rotation|queue|call sheets?)";
const NOT = "(?:do not|don't|dont|never|not to|to not|not)";
/** Said of others or of oneself, it is a report and no wish. */
const NOT_SAID_OF =
  "(?<!\\b(?:they|we|he|she|who|people|you|broker|agents?|would|could|should|will|one|it|that|i|i'd|did|if you) )";
/** What narrows the wish to a time, a place or a manner: such a person wants another way, not silence. */
const NARROWED =
  "(?! ?(?:before|after|until|till|today|tonight|now|right now|at (?:work|night|home|the|this|my)|on (?:the|my|a|this|sun|mon|tue|wed|thu|fri|sat|week)|during|between|so (?:early|late)|late|while|when|in the (?:morning|evening|afternoon)|this (?:early|late|morning|week)|for (?:a|the next)|tomorrow|about|from that|with that|by (?:my|that|e-?mail|mail|phone|text)|because|the |that |it\\b|a |an |sir|ma'am|mr|mrs|miss|honey|names?|lost))";
const END =
  "(?= ?(?:$|[.!?,;]|from you|from your|again|please|and|or|at all|any ?more|ever|to this|to my))";

const MEETING_REQUESTS = [
  `\\b(?:take|remove|delete|scratch|get|strike|drop|scrub|pull) ${US}(?: \\w+)? (?:off|from|out of)(?: of)?(?: (?:of|your|this|the|that|any|all|whatever|every|their|calling|call|phone|mailing|marketing))* ?${LISTS}\\b`,
  `\\b(?:take|get) (?:me|us) off(?: please)?(?:$|[.!?])`,
  `\\bwant off\\b[\\w ]*\\b${LISTS}\\b|\\bqu[ií]t\\w*me de`,
  `\\b(?:remove|delete|erase|forget|lose|block) (?:my|our|this) ${DETAILS}(?:(?: from (?:your|the|this) ${LISTS})|(?= ?(?:$|[.!?,;]|please|now)))`,
  `\\b(?:stop|quit) ${CONTACTING}\\b${NARROWED}`,
  `\\b(?:stop|no more|enough of|enough) (?:the |these |this |your |with |with the |with these |with your )?${CONTACTS}\\b${END}`,
  `\\b(?:stop|enough) with (?:these|the|your|all) (?:\\w+ )?calls\\b`,
  `\\bcease (?:and desist|(?:all |any )?${CONTACTS})`,
  `${NOT_SAID_OF}\\b${NOT} (?:ever |you ever |please )?${CONTACT} (?:${US}|again|anymore|any more|back(?= ?(?:$|[.!])))\\b(?: (?:back|again|anymore|any more|ever|please))*${NARROWED}`,
  `\\b(?:do not|don't|dont|never) (?:ever )?${CONTACT} ${US}[\\w ]{0,20}\\bever again\\b`,
  `\\b(?:rather|appreciate(?: it)? if|prefer(?: it)? if|grateful if|like it if|better if) you (?:didn't|did not|don't|do not|stopped|would stop|never) (?:${CONTACT}|${CONTACTING})\\b`,
  `\\b(?:make sure|prefer|want|see to it|ensure)(?: that)? (?:nobody|no one|no-one) (?:\\w+ )?(?:calls|rings|phones|contacts|emails|bothers)\\b`,
  `\\b(?:do not|don't|dont|never|no longer) (?:ever )?(?:want|wish|care|like|need) (?:to be|being|to get|to receive) (?:${CONTACTED}|(?:any |any more |more )?(?:of )?(?:these |those |your )?(?:calls|emails))${NARROWED}`,
  `\\b(?:do not|don't|dont|never|no longer) (?:ever )?want (?:any |any more |anymore |more |these |your )+${CONTACTS}\\b${END}`,
  `\\b(?:do not|don't|dont|never) want (?:you|anyone|anybody)(?: guys| people| all)? (?:${CONTACTING}|to ${CONTACT})\\b${NARROWED}`,
  `\\b(?:do not|don't|dont|never) (?:ever )?(?:want|wish|care) to hear from (?:you|any of you)(?: guys| people)?(?= ?(?:$|[.!?,;]|again|any ?more|ever))`,
  "\\b(?:put|place|add|get) (?:me|us|this|my|our)[\\w ]* (?:do[- ]not|no|don't)[- ]call\\b",
  "\\b(?:i'm|i am|we're|we are|number is|it is|it's)[\\w ]* on (?:the|a|your)[\\w ]* ?do[- ]not[- ]call\\b",
  "\\b(?:unsubscribe|opt me out|opt us out|opting out|opt-out)\\b|\\bopt out(?= ?(?:$|[.!?,;]|please|of (?:your|these|all|any|future|this|the) ?(?:calls?|emails?|list|marketing|communications?|contact)?(?:$|[.!?,; ])(?!\\w*(?:coverage|plan))))",
  "(?<!\\b(?:won't|not|never|doesn't|don't|didn't|will|would|they|to|can't) )\\bleave (?:me|us) (?:alone|be|in peace)\\b(?! about)",
  "\\b(?:revoke|withdraw) (?:my |our |all )?consent\\b|\\b(?:do not|don't|never|didn't|did not) consent(?:ed)? to (?:these|this|your|any|being)",
  "\\bthis is harassment\\b|\\bharassing (?:me|us)\\b",
  "\\bno (?:me|nos) (?:vuelv\\w+ a )?llam\\w+|\\bno quiero (?:m[aá]s )?llamadas|\\bdej(?:e|en|a) de llamar",
].map((wish) => new RegExp(wish, "i"));

/** The one word that the first sentence offers. */
const WORD =
  /^\W*(?:(?:please|just|ok|okay|no|yes|i said|i say|now),?\W*)*(?:stop|stop it|stop please|stop stop)\W*(?:please|now)?\W*$/i;
/** The key, as the line reports it: a spoken nine is a number like any other. */
const KEY = /\bkeypad\b[^.]*\b9\b|\bpressed? (?:the )?(?:9|nine)\b/i;
/** Asked, supposed, or said of another time. */
const OTHER =
  /\b(?:^if you (?:do not|don't)|why (?:do not|don't) you|you (?:do not|don't) (?:call|have)|stop by|don't stop|(?:did|do|have|had|are|would) (?:you|they|we) (?:ever )?(?:stop|opt)|can i opt|can opt|i(?:'ll| will) (?:call|ring|phone|get back to|reach) you)\b/i;

/** Whether somebody asks not to be called or written to any more: by any common wording, or by key. */
export function containsOptOut(said: string): boolean {
  const text = said.replaceAll("’", "'").replaceAll(/\s+/g, " ").trim();
  if (KEY.test(text)) return true;
  const sentences = text.split(/(?<=[.!?;])\s+/);
  if (sentences.some((sentence) => WORD.test(sentence))) return true;
  return sentences
    .filter((sentence) => !OTHER.test(sentence))
    .flatMap((sentence) => [sentence, ...sentence.split(/, (?=(?:please|just|and|but|so)\b)/)])
    .some((part) => MEETING_REQUESTS.some((wish) => wish.test(part)));
}
