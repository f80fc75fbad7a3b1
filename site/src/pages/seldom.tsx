/** The rooms that most clients enter seldom, in a chunk of their own behind that of the others. What is in `open` is open to all. */
import "./index";
import { Page } from "../parts/page";
import type { Rooms } from "./index";
import { Account } from "./account";
import { Activity } from "./activity";
import { CardPage, CardReturn } from "./cards";
import { Compare } from "./compare";
import { Company } from "./company";
import { ProjectPage, Projects } from "./projects";
import { Messages } from "./messages";
import { Review } from "./review";
import { SecondFactor } from "./second_factor";
import { Subscribe } from "./subscribe";
import { Verify } from "./verify";
import { w } from "./words";

export { Comments } from "./comments";
export const open = { verify: Verify, subscribe: Subscribe };

export const rooms: Rooms = {
  "/account": Account,
  "/account/activity": Activity,
  "/account/cards/return": CardReturn,
  "/account/cards/:id": CardPage,
  "/account/company": Company,
  "/estimates/:id/revisions": Compare,
  "/projects": Projects,
  "/projects/:id": ProjectPage,
  "/messages": Messages,
  "/review": Review,
  "/second-factor": () => <Page class="pay" title={w("Second factor")}><SecondFactor /></Page>,
};
