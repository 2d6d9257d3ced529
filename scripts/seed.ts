import { type Access, ask } from "./client";
import { LaunchError } from "./launch/launch-error";
import { PEOPLE, prospectOf } from "./people";

/** A campaign and one prospect for each person that the sandbox can play. Twice is as good as once. */
export async function seed(access: Access): Promise<void> {
  const asked = [
    ["/api/campaigns", { id: "demo", name: "Business insurance, autumn", channel: "voice" }],
    ...PEOPLE.map((person) => ["/api/prospects", prospectOf(person)]),
  ] as const;
  for (const [path, body] of asked) {
    const { status } = await ask(access, "POST", path as string, body);
    if (status !== 201 && status !== 409)
      throw new LaunchError(`Seeding ${path} failed: ${status}`);
  }
}
