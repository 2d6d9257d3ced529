import { runCommand, Trouble } from "./launch/launch-error";
import { applyMigrations } from "./launch/migrations";

await runCommand(async () => {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Trouble("Set DATABASE_URL to the database that is to be migrated");
  await applyMigrations(url);
  console.log("The database is up to date");
  return 0;
});
