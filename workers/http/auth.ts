import { createMiddleware } from "hono/factory";
import { asksForRole } from "./operation";
import { problem } from "./problem";

const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Admits callers who have this role or a higher one; others get a 403. */
export const atLeast = (role: Role) => {
  const guard = createMiddleware<{ Variables: { role?: Role | undefined } }>(async (c, next) => {
    const has = c.get("role");
    if (!has || ROLES.indexOf(has) < ROLES.indexOf(role))
      return problem(403, "forbidden", `This needs the role ${role}`);
    await next();
  });
  return asksForRole(guard, role);
};
