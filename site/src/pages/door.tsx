/** The frame of the pages before signing in: the merchant's colour and name, one short form. */
import type { ComponentChildren } from "preact";
import { face } from "../api/portal";
import { t } from "../base/words";
import { Page } from "../parts/page";
import { Mark } from "../parts/mark";

interface DoorProps {
  title: string;
  intro?: ComponentChildren;
  class?: string;
  children?: ComponentChildren;
}

export function Door({ title, intro, class: look, children }: DoorProps) {
  const found = face.value;
  return (
    <div class="door">
      <header>
        <Mark name={found?.name ?? t("Client portal")} logo={found?.logo_url} />
        <p aria-hidden="true">{t("Invoices, payments and receipts, in one place.")}</p>
      </header>
      <div>
        <Page class={look} title={title} lead={intro && <p class="soft">{intro}</p>}>
          {children}
        </Page>
        {found && <Links />}
      </div>
    </div>
  );
}

/** The merchant's own links: terms, privacy, help. */
export function Links() {
  const links = face.value?.links;
  return (
    <footer class="foot">
      {(["support", "privacy", "terms"] as const).map(
        (kind) => links?.[kind] && <a href={links[kind]} rel="noopener">{t().links[kind]}</a>,
      )}
    </footer>
  );
}
