/** A person's own rooms: the account with all that hangs on it, in a chunk of its own behind that of the pages clients come for. */
import "./index";
import { Page } from "../parts/page";
import { Account } from "./account";
import { Activity } from "./activity";
import { CardPage, CardReturn } from "./cards";
import { Company } from "./company";
import { ExportPage } from "./export";
import type { Rooms } from "./index";
import { Passkeys } from "./passkeys";
import { SecondFactor } from "./second_factor";
import { w } from "./words";

export const rooms: Rooms = {
  "/account": Account,
  "/account/activity": Activity,
  "/account/cards/return": CardReturn,
  "/account/cards/:id": CardPage,
  "/account/company": Company,
  "/account/export": ExportPage,
  "/second-factor": () => (
    <Page class="pay" title={w("Second factor")}>
      <SecondFactor />
      <section>
        <h2>{w("Or a passkey")}</h2>
        <Passkeys />
      </section>
    </Page>
  ),
};
