/** What the accountant needs of the statement's days, as one file. */
import { useEffect } from "preact/hooks";
import { call } from "../api/call";
import { useGet } from "../base/load";
import { here, refine } from "../base/router";
import { Archive } from "./archive";
import { w } from "./words";

export function PackForAccountant({ since, until }: { since: string; until: string }) {
  const pack_id = here.value.query.get("pack") ?? "";
  const loaded = useGet("GET /portal/packs/{pack_id}", { pack_id }, !!pack_id);
  const { data } = loaded;
  // A mail's link names the pack alone: its days are the page's.
  useEffect(() => {
    if (data && !here.value.query.get("from")) refine({ from: data.since, to: data.until });
  }, [data]);
  return (
    <section class="stack">
      <h2>{w("For your accountant")}</h2>
      <p class="soft">{w("Invoices, receipts, tables and this statement as one file.")}</p>
      <Archive
        name={w("For your accountant")}
        from={loaded}
        meant={data?.since === since && data.until === until}
        ask={async () => refine({ pack: (await call("POST /portal/packs", { body: { from: since, to: until } })).id })}
        get={() => call("GET /portal/packs/{pack_id}", { pack_id })}
      />
    </section>
  );
}
