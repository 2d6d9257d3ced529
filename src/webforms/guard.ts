import type { Guard } from "./browser";

const PRIVATE_NAMES =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|onion|arpa)$/;

/** Whether a host is an address, or a name that leads into somebody's own network. */
export function isPrivate(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  // An address of any form: a public page has a name.
  if (/^[\d.]+$/.test(name) || name.startsWith("[") || /^0x/.test(name)) return true;
  return PRIVATE_NAMES.test(name) || !name.includes(".");
}

/** Hosts as the setting lists them, `host[:port]`. */
export const hostsOf = (list: string | undefined): string[] =>
  (list ?? "").split(",").flatMap((one) => one.trim().toLowerCase() || []);

/**
 * What a form's page may ask for. What it shows and where it sends is on the agency's list, and nowhere
 * else; what it only loads may come from any public host by https. A private address is refused for
 * every request; on the list it counts at home only.
 */
export function guardOf(allowed: string[], local: boolean): Guard {
  return (address, as) => {
    let url: URL;
    try {
      url = new URL(address);
    } catch {
      return false;
    }
    if (url.protocol === "data:" || url.protocol === "blob:" || address === "about:blank")
      return as === "part" || address === "about:blank";
    if (!/^https?:$/.test(url.protocol) || url.username || url.password) return false;
    const listed =
      allowed.includes(url.host.toLowerCase()) || (!url.port && allowed.includes(url.hostname));
    if (isPrivate(url.host)) return listed && local;
    if (url.protocol !== "https:" && !(listed && local)) return false;
    return listed || as === "part";
  };
}
