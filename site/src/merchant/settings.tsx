/** Settings, a part at an address: the organisation, what the portal offers, how it looks, how money comes in. */
import { here, to } from "../base/router";
import { Page } from "../parts/page";
import { d } from "./desk";
import { Branding } from "./settings_branding";
import { OrganizationPart } from "./settings_organization";
import { Gateway } from "./settings_payments";
import { PortalPart } from "./settings_portal";
import { w } from "./words";

const parts = { organization: OrganizationPart, portal: PortalPart, branding: Branding, payments: Gateway };
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

export function Settings() {
  const wish = here.value.query.get("part") as Part;
  const part = names.includes(wish) ? wish : "organization";
  const Shown = parts[part];
  return (
    <Page key={part} title={d().parts[part]} over={<Tabs current={part} />} class="settings">
      <Shown />
    </Page>
  );
}

const Tabs = ({ current }: { current: Part }) => (
  <nav class="tabs" aria-label={w("Settings")}>
    {names.map((part) => (
      <a href={to(part === "organization" ? "/settings" : `/settings?part=${part}`)} aria-current={part === current ? "page" : undefined}>
        {d().parts[part]}
      </a>
    ))}
  </nav>
);
