export type Opening = "person" | "machine" | "screening";

/** A phone or a service asks who calls before it lets the call through. */
const SCREENING = [
  /screening (?:service|assistant|call)|call(?:'s|s)? (?:is|are) being screened|using (?:a )?(?:call )?screen/i,
  /(?:say|state|record|tell (?:me|us)) your (?:full )?name(?:,? and| and)? (?:the |your )?(?:reason|purpose|why)/i,
  /(?:say|state|record) your name (?:after|at) the (?:tone|beep)|(?:say|record) your name and (?:i|we)(?:'ll| will)/i,
  /(?:who(?:'s| is) calling and why|why (?:you are|you're) calling).*(?:available|see if|put you through|let them know|connect)/i,
  /google (?:voice )?(?:will|assistant)|the person you(?:'re| are) (?:calling|trying to reach) (?:is using|uses|has)/i,
  /i(?:'ll| will) see if (?:this person|they(?:'re| are)|he|she)(?:'s| is)? available/i,
];

/** A recording: it asks for a message, names a tone, or says that nobody is there. */
const MACHINE = [
  /(?:leave|record) (?:me |us |your |a |an? (?:brief|short|detailed) )+(?:name|message|number|voicemail)/i,
  /(?:after|at|wait for) the (?:tone|beep)/i,
  /(?:you(?:'ve| have)|you) reached (?:the )?(?:voice ?mail|mailbox|answering|voice messaging)/i,
  /(?:your call has been|call is being) forwarded to (?:an |a |the )?(?:automat|automated|voice|voicemail)/i,
  /(?:mailbox|voicemail box) (?:is full|has not been set up|belonging to|of)/i,
  /(?:can't|cannot|can not|unable to|not able to) (?:come to|get to|take|answer) (?:the|your|my) (?:phone|call)(?: right now| at the moment)?.*(?:message|call you back|get back|name and number|tone|beep)/i,
  /(?:is not available|isn't available|unavailable)(?: right now| at the moment)?[.,]? (?:please |at the tone|record|to leave)/i,
  /press (?:one|two|1|2|pound|star) (?:for|to) (?:more options|leave|page|english|sales|speak)/i,
  /(?:our|the) (?:office|offices|business) (?:is|are) (?:currently |now )?closed.*(?:hours|message|call back)/i,
  /(?:subscriber|number|customer) you (?:have )?(?:dialed|called|are calling|are trying to reach) (?:is not|is currently|has)/i,
];

/** What only a person says to somebody on the line: one such turn, and it was a person. */
const PERSON =
  /^(?:hello\??|hi\??|yes\??|yeah\??|speaking\.?|who(?:'s| is) (?:this|that|calling)\??|what do you want\??)$/i;

/** What picked up, by one thing it said. In doubt it is a person: nobody is hung up on for a guess. */
export function openingOf(said: string): Opening {
  const text = said.replaceAll("’", "'").replaceAll(/\s+/g, " ").trim();
  if (PERSON.test(text)) return "person";
  if (SCREENING.some((one) => one.test(text))) return "screening";
  return MACHINE.some((one) => one.test(text)) ? "machine" : "person";
}

/** What was on the line in a whole call: a person, unless nothing that was said was a person's. */
export function lineHeard(said: string[]): Opening {
  const kinds = said.filter((text) => text.trim() !== "").map(openingOf);
  if (kinds.length === 0 || kinds.includes("person")) return "person";
  return kinds.includes("screening") ? "screening" : "machine";
}
