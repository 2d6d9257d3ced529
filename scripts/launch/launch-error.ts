/** Something that a person can put right; shown as one line, without a stack. */
export class LaunchError extends Error {}

/** Runs a command's work; what goes wrong is one line and a non-zero exit. */
export async function runCommand(work: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(error instanceof LaunchError ? error.message : error);
    process.exitCode = 1;
  }
}
