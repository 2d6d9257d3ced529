/** A variable that is needed here is not set; its name is the message, and `/readyz` lists it. */
export class NotConfigured extends Error {}
