import type { CallbackStatus } from "../db/callbacks";
import type { Transitions } from "../transitions";

/** How a callback may move. A person has one booking, which is moved, cancelled and booked again. */
export const CALLBACK_TRANSITIONS: Transitions<CallbackStatus> = {
  booked: ["booked", "cancelled"],
  cancelled: ["booked"],
};
