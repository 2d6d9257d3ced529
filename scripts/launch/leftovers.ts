import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Every process of a launcher carries its data folder in this variable, and so is known as its own. */
export const MARK = "VOICE_AGENT_DATA";

/** Ends what an earlier launcher of this folder left running; answers how many that were. */
export function endLeftovers(folder: string): number {
  const pids = processesOf(folder).filter((pid) => pid !== process.pid);
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {} // It ended by itself in the meantime.
  }
  return pids.length;
}

/** The ids of all processes that belong to a folder. */
export const processesOf = (folder: string): number[] =>
  process.platform === "linux" ? markedOnLinux(folder) : markedByPs(folder);

function markedOnLinux(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8")
          .split("\0")
          .includes(`${MARK}=${folder}`);
      } catch {
        return false; // Another user's, or gone.
      }
    })
    .map(Number);
}

function markedByPs(folder: string): number[] {
  const all = execFileSync("ps", ["eww", "-x", "-o", "pid=,command="], { encoding: "utf8" });
  const mine = all.split("\n").filter((line) => `${line} `.includes(` ${MARK}=${folder} `));
  return mine.map((line) => Number.parseInt(line, 10)).filter(Number.isFinite);
}
