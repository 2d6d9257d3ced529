export type LineOpening = "person" | "machine" | "screening";

/** A phone or a service asks who calls before it lets the call through. */
const SCREENING = [
  /screening (?:service|assistant|call)|calls?\b[^.?!]{0,30}\b(?:is|are) (?:being )?screened|using (?:a )?(?:call )?screen/i,
  /(?<!(?:could|can|would|will|may) (?:you|i) (?:please )?(?:have you )?)\b(?:record|say|state) your (?:full )?name\b/i,
  /\btell me your name and (?:why|the reason)[^?]*\bthey(?:'re| are) available/i,
  /\bsee if this person\b/i,
  /\b(?:call|ai|virtual) assistant (?:answering )?for \w+/i,
  /\b(?:protected|guarded) by \w+|google subscriber/i,
  /\b(?:not a telemarketer|prove you(?:'re| are) human|to be connected)\b[^?]*\b(?:press|say)\b|\bpress (?:one|1) to be connected/i,
  /\bwould like to know who is calling/i,
];

/** A recording says this, and hardly anybody else. */
const SURE = [
  /\b(?:after|at) the (?:tone|beep)[.,!]? ?(?:please|$)|\b(?:message|name|number|recording)\b[^.?!]{0,40}\b(?:after|at) the (?:tone|beep)/i,
  /\bwait for the (?:beep|tone)\b/i,
  /\breached (?:the |my )?(?:voice ?mail|mailbox|answering machine)\b|\bvoice ?mail(?: ?box)? of\b/i,
  /\bforwarded to (?:an? |the )?(?:automat\w+|voice ?mail)\b[^.?!]*\b(?:system|service|messaging)\b/i,
  /\bmailbox (?:is full and|is full[.]|has not been|that has not)|\bcannot accept any messages/i,
  /\bnumber you have (?:dialed|called|reached) (?:is not|has been|is no longer)|\breached a number that/i,
  /\bplease leave (?:me |us )?(?:a |your )(?:brief |detailed |short )?(?:message|name)\b/i,
  /\b(?:this is|it's|you've reached) [^.?!]{1,40}[.,] ?(?:please )?leave (?:me )?(?:a|your) (?:message|name)\b/i,
  /\bfor [\w ]+, press (?:one|two|1|2)\b|\bpress (?:one|two|1|2) for (?:english|sales|service|more)\b/i,
  /\b(?:subscriber|wireless customer|customer) you (?:are|have) [\w ]*(?:reach|calling|called|dialed) is (?:currently )?(?:not available|unavailable|not in)/i,
  /\bpara espa[ñn]ol\b|\bdeje su mensaje\b/i,
  /\byour call is important to us\b|\bknow your party's extension\b|\bno one is available to take your call\b/i,
];
/** Two of these together make a recording; each alone is what people say too. */
const SIGNS = [
  /\bcan(?:'t|not| not) (?:come to|get to|take|answer) (?:the|your) (?:phone|call)\b/i,
  /\byou(?:'ve| have) reached\b/i,
  /\bleave (?:me |us )?(?:a|your) (?:message|name)\b/i,
  /\b(?:get back to you|return your call|call you back as soon)\b/i,
  /\b(?:offices?|business) (?:is|are) (?:currently |now )?closed\b/i,
  /\bbusiness hours are\b/i,
  /\beither on the phone\b|\bknow what to do\b|\baway from (?:my|the) (?:phone|desk)\b/i,
];

/** Somebody who speaks with us: they ask, they act, they are there. Whatever else they say, it is a person. */
const ALIVE =
  /\?|\bhow can i help\b|\bspeaking\b|\bhold on\b|\bone moment\b|\bplease hold, i\b|\bi(?:'m| am) here\b|\bput you through\b|\bi(?:'ll| will) (?:get|give|put|have|tell|take)\b|\bthis is (?:reception|the front desk)\b/i;
const HELLO = /^\W*(?:hello|hi|yes|yeah|speaking|who(?:'s| is) (?:this|that|calling))\W*$/i;

/** What picked up, by one thing it said. In doubt it is a person: nobody is left for a guess. */
export function classifyOpening(said: string): LineOpening {
  const text = said.replaceAll("’", "'").replaceAll(/\s+/g, " ").trim();
  if (HELLO.test(text)) return "person";
  const screened = SCREENING.some((one) => one.test(text));
  if (screened && !/\b(?:put you through|one moment|hold on)\b/i.test(text)) return "screening";
  if (ALIVE.test(text)) return "person";
  const signs = SIGNS.filter((one) => one.test(text)).length;
  return signs >= 2 || SURE.some((one) => one.test(text)) ? "machine" : "person";
}

/** What was on the line in a whole call: a person, unless nothing that was said was a person's. */
export function lineStatusOf(said: string[]): LineOpening {
  const kinds = said.filter((text) => text.trim() !== "").map(classifyOpening);
  if (kinds.length === 0 || kinds.includes("person")) return "person";
  return kinds.includes("screening") ? "screening" : "machine";
}
