import { loadClock } from "./clock";
import { compose } from "./compose";
import { runCron } from "./crons";
import { http } from "./http";
import { consume } from "./queues";

export { CallObject } from "./call-object";
export { ClockObject } from "./clock-object";

export default {
  fetch: http.fetch,
  async queue(batch, env) {
    await loadClock(env);
    await consume(batch, compose(env));
  },
  async scheduled({ cron }, env) {
    await loadClock(env);
    await runCron(cron, compose(env), env);
  },
} satisfies ExportedHandler<Env>;
