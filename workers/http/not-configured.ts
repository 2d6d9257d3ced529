/** Something is not set up that is needed here; `/readyz` tells what. */
export class NotConfigured extends Error {}
