/** All customers, by name; a search narrows the list while it is typed. */
import { useRef } from "preact/hooks";
import { list, money } from "../base/format";
import { useList } from "../base/load";
import { here, refine, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button } from "../parts/button";
import { Done } from "../parts/notice";
import { Page } from "../parts/page";
import { Listing } from "../parts/table";
import { InviteMany } from "./invite_many";
import { may } from "./session";
import { w } from "./words";

export const amountsOf = (of: Array<{ amount: number; currency: string }>): string =>
  list(of.filter(({ amount }) => amount > 0).map(({ amount, currency }) => money(amount, currency)));

export function Customers() {
  const q = here.value.query.get("q") ?? "";
  const customers = useList("GET /merchant/customers", { q });
  const inviting = useSignal(false);
  const said = useSignal("");
  const actions = (
    <>
      {customers.data && customers.data.length > 0 && <Button onClick={() => ((said.value = ""), (inviting.value = true))}>{w("Invite people")}</Button>}
      {may("accountant") && <a class="button primary" href={to("/customers/new")}>{w("New customer")}</a>}
    </>
  );
  return (
    <Page title={w("Customers")} actions={actions}>
      <Done>{said.value}</Done>
      <Search value={q} />
      <Listing
        from={customers}
        caption={w("Customers")}
        empty={q ? w("No customer found.") : w("Your customers will appear here; invoices and invitations start from them.")}
        href={(customer) => `/customers/${customer.id}`}
        columns={[
          [w("Name"), (customer) => customer.display_name, "lead"],
          [t("E-mail address"), (customer) => customer.email, "sub"],
          [w("Outstanding"), (customer) => amountsOf(customer.outstanding) || <span class="soft">–</span>, "side figure"],
        ]}
      />
      {inviting.value && (
        <InviteMany
          q={q}
          onClose={() => (inviting.value = false)}
          onDone={(words) => {
            inviting.value = false;
            said.value = words;
          }}
        />
      )}
    </Page>
  );
}

function Search({ value }: { value: string }) {
  const waiting = useRef(0);
  const search = (text: string, wait: number) => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => refine({ q: text.trim() }), wait) as unknown as number;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    search(new FormData(event.currentTarget as HTMLFormElement).get("q") as string, 0);
  };
  return (
    <form class="filters" role="search" onSubmit={submit}>
      <div class="field">
        <label for="search">{w("Search")}</label>
        <input id="search" type="search" name="q" defaultValue={value} placeholder={w("Name or e-mail")} autocomplete="off" onInput={(event) => search(event.currentTarget.value, 250)} />
      </div>
    </form>
  );
}
