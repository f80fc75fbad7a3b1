/** All customers, by name; a search narrows the list while it is typed. */
import { useRef } from "preact/hooks";
import { call } from "../api/call";
import { list, money } from "../base/format";
import { usePages } from "../base/load";
import { here, refine, to } from "../base/router";
import { Page } from "../parts/page";
import { Listing } from "../parts/table";
import { may } from "./session";
import { w } from "./words";

export const amountsOf = (of: Array<{ amount: number; currency: string }>): string =>
  list(of.filter(({ amount }) => amount > 0).map(({ amount, currency }) => money(amount, currency)));

export function Customers() {
  const q = here.value.query.get("q") ?? "";
  const customers = usePages(`customers:${q}`, (cursor) => call("GET /merchant/customers", { q, cursor }));
  return (
    <Page title={w().customers} actions={may("accountant") && <a class="button primary" href={to("/customers/new")}>{w().newCustomer}</a>}>
      <Search value={q} />
      <Listing
        from={customers}
        caption={w().customers}
        empty={q ? w().noMatches : w().noCustomers}
        href={(customer) => `/customers/${customer.id}`}
        columns={[
          { head: w().name, cell: (customer) => customer.display_name, narrow: "lead" },
          { head: w().email, cell: (customer) => customer.email, narrow: "sub" },
          { head: w().outstanding, cell: (customer) => amountsOf(customer.outstanding) || <span class="soft">–</span>, narrow: "side", figure: true },
        ]}
      />
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
        <label for="search">{w().search}</label>
        <input id="search" type="search" name="q" defaultValue={value} autocomplete="off" onInput={(event) => search(event.currentTarget.value, 250)} />
      </div>
    </form>
  );
}
