/** The rooms that most clients enter seldom, in a chunk of their own behind that of the others. `Verify` is open to all. */
import "./index";
import { Page } from "../parts/page";
import type { Rooms } from "./index";
import { Account } from "./account";
import { Compare } from "./compare";
import { Company } from "./company";
import { SecondFactor } from "./second_factor";
import { w } from "./words";

export { Verify } from "./verify";

export const rooms: Rooms = {
  "/account": Account,
  "/account/company": Company,
  "/estimates/:id/revisions": Compare,
  "/second-factor": () => <Page class="pay" title={w("Second factor")}><SecondFactor /></Page>,
};
