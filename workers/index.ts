import { compose } from "./compose";
import { runCron } from "./crons";
import { loadClock } from "./platform/clock";
import { consume } from "./queues";
import { http } from "./router";

export { CallObject } from "./call/call-object";
export { ClockObject } from "./platform/clock-object";

export default {
  fetch: http.fetch,
  async queue(batch, env) {
    await loadClock(env);
    await consume(batch, compose(env));
  },
  async scheduled({ cron }, env) {
    await loadClock(env);
    await runCron(cron, compose(env));
  },
} satisfies ExportedHandler<Env>;
