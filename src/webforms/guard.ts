import type { Guard } from "./browser";

const PRIVATE_NAMES =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|onion|arpa)$/;

/** Whether a host is an IP address or a name in a private network. */
export function isPrivate(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  // An IP address in any notation: public pages have names.
  if (/^[\d.]+$/.test(name) || name.startsWith("[") || /^0x/.test(name)) return true;
  return PRIVATE_NAMES.test(name) || !name.includes(".");
}

/** Parses a setting with hosts, `host[:port]`, separated by commas. */
export const hostsOf = (list: string | undefined): string[] =>
  (list ?? "").split(",").flatMap((one) => one.trim().toLowerCase() || []);

/**
 * Limits what a form's page may request. It shows pages and submits forms only to `allowed` hosts,
 * and loads parts from any public host by https. Private hosts are always refused, unless they are
 * allowed and the installation is `local`.
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
