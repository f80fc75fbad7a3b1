/** The rooms that most clients enter seldom, in a chunk of their own behind that of the others. What is in `open` is open to all. */
import "./index";
import type { Rooms } from "./index";
import { Compare } from "./compare";
import { ProjectPage, Projects } from "./projects";
import { Messages } from "./messages";
import { Review } from "./review";
import { Subscribe } from "./subscribe";
import { Verify } from "./verify";

export { Comments } from "./comments";
export const open = { verify: Verify, subscribe: Subscribe };

export const rooms: Rooms = {
  "/estimates/:id/revisions": Compare,
  "/projects": Projects,
  "/projects/:id": ProjectPage,
  "/messages": Messages,
  "/review": Review,
};
