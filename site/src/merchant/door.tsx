/** The frame of the pages before signing in: one short form beside a panel of colour. */
import type { ComponentChildren } from "preact";
import { Mark } from "../parts/mark";
import { Page } from "../parts/page";
import { w } from "./words";

interface DoorProps {
  title: string;
  intro?: ComponentChildren;
  children?: ComponentChildren;
}

export const Door = ({ title, intro, children }: DoorProps) => (
  <div class="door">
    <header>
      <Mark name={w("Merchant console")} />
      <p aria-hidden="true">{w("Send it. See it paid.")}</p>
    </header>
    <div>
      <Page title={title} lead={intro && <p class="soft">{intro}</p>}>
        {children}
      </Page>
    </div>
  </div>
);
