/** Contact of any kind, as a verb; then whom it must spare. */
const CONTACT = "(?:call|phone|ring|dial|contact|bother|email|e-mail|write|text|message)";
const CONTACTING =
  "(?:calling|phoning|ringing|dialing|contacting|bothering|emailing|writing|texting|messaging|harassing)";
const US =
  "(?:me|us|my (?:name|number|phone|info|information|details|data)|our (?:name|number|info)|this (?:number|phone|line|house|office|business))";
const NOT = "(?:do not|don't|dont|never|not to|must not|can't|cannot)";
/** What limits the wish to a time or a place: such a person wants another moment, not silence. */
const LIMITED =
  "(?! ?(?:before|after|until|till|today|tonight|now|right now|at (?:work|night|home|the|this|my)|on (?:the|my|a|sun|mon|tue|wed|thu|fri|sat|week)|during|between|so (?:early|late)|while|when|in the (?:morning|evening|afternoon)|this (?:early|late|morning|week)|for (?:a|the next)|tomorrow|about|from that|with that|by (?:my|that)))";

const WISHES = [
  `\\b(?:take|remove|delete|scratch|get|strike|drop) ${US} (?:off|from|out)\\b`,
  `\\b(?:remove|delete|erase|forget|lose) (?:my|our|this) (?:number|name|data|information|info|details)\\b`,
  `\\b(?:stop|quit) ${CONTACTING}\\b${LIMITED}`,
  `\\b(?:stop|no more|enough of) (?:the |these |this |your |with the |with these )?(?:calls|emails|messages|contact)\\b`,
  `\\b${NOT} (?:ever |you ever |please )?${CONTACT} (?:${US}|here|again|anymore|any more|back)\\b(?: (?:again|anymore|any more|back|ever))*${LIMITED}`,
  `\\b(?:do not|don't|never) (?:ever )?want (?:any |any more |anymore |more |these |your |you )?(?:calls|emails|to be (?:called|contacted|emailed)|to (?:get|receive) (?:any |more |these )?calls|calling|to call|to hear from you)`,
  "\\bdo[- ]not[- ]call (?:list|registry)\\b",
  "\\b(?:unsubscribe|opt(?:ing)? (?:me |us )?out|opt-out)\\b",
  "\\bleave (?:me|us) (?:alone|be|in peace)\\b",
  "\\bcease and desist\\b",
  "\\b(?:never|don't ever|do not ever) (?:ever )?(?:call|contact) (?:again|me|us|here|this)",
  "\\bno (?:quiero|me llam|llam)\\w*\\b.*\\b(?:llam|m[aá]s)|\\bno me llame|\\bdej(?:e|en) de llamar",
].map((wish) => new RegExp(wish, "i"));

/** The whole answer is the one word that the first sentence offers, or the key. */
const WORD =
  /^\W*(?:(?:please|just|ok|okay|no|yes),?\W*)*(?:stop|stop it|stop please|stop stop|9|nine)\W*(?:please)?\W*$/i;
const KEY = /\bkeypad\b[^.]*\b9\b|\bpressed? (?:the )?(?:9|nine)\b/i;
/** Asked or supposed, not wished. */
const OTHER =
  /\b(?:if you (?:do not|don't)|why (?:do not|don't) you|you (?:do not|don't) (?:call|have)|can you stop by|don't stop)\b/i;

/** Whether somebody asks not to be called or written to any more: by any common wording, or by key. */
export function isOptOut(said: string): boolean {
  const text = said.replaceAll("’", "'").replaceAll(/\s+/g, " ").trim();
  if (WORD.test(text) || KEY.test(text)) return true;
  return text
    .split(/(?<=[.!?;])\s+|, (?=(?:please|just|and|but|so)\b)/)
    .some((part) => !OTHER.test(part) && WISHES.some((wish) => wish.test(part)));
}
