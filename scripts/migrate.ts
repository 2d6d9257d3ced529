import { LaunchError, runCommand } from "./launch/launch-error";
import { applyMigrations } from "./launch/migrations";

await runCommand(async () => {
  const url = process.env.DATABASE_URL;
  if (!url) throw new LaunchError("Set DATABASE_URL to the database to migrate");
  await applyMigrations(url);
  console.log("The database is up to date");
  return 0;
});
