import { parseArgs } from "node:util";
import { LaunchError, runCommand } from "./launch/launch-error";
import { whenOrphaned } from "./launch/orphan";
import { startProduct } from "./launch/product";
import { seed } from "./seed";

const USAGE = "npm run dev -- [--port 8787] [--data DIR] [--fresh] [--no-seed]";

/** Everything until Ctrl-C. */
await runCommand(async () => {
  const { port, data, fresh, seeds } = options();
  const stopped = new Promise<undefined>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => resolve(undefined));
    whenOrphaned(() => resolve(undefined));
  });
  const tell = (progress: string) => console.log(`… ${progress}`);
  const starting = startProduct({ folder: data, port, fresh, tell });
  const product = await Promise.race([starting, stopped]);
  if (!product) {
    await starting.then(({ stop }) => stop()).catch(() => {});
    return 0;
  }
  if (seeds) await seed(product.ready);
  console.log(`READY ${JSON.stringify(product.ready)}`);
  const broken = await Promise.race([product.broken, stopped]);
  if (!broken) console.log("stopping");
  await product.stop();
  if (broken) throw new LaunchError(`${broken}; see the files in ${data}/logs`);
  return 0;
});

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "8787" },
        data: { type: "string", default: ".data" },
        fresh: { type: "boolean", default: false },
        "no-seed": { type: "boolean", default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new LaunchError(`--port must be a number from 0 to 65535, not ${values.port}`);
    return { port, data: values.data, fresh: values.fresh, seeds: !values["no-seed"] };
  } catch (error) {
    if (error instanceof LaunchError) throw error;
    throw new LaunchError(`${(error as Error).message}. Usage: ${USAGE}`);
  }
}
