/** One invoice, as the paper it is. */
import { useSignal } from "../base/state";
import { useEffect } from "preact/hooks";
import { call, save, type Answer } from "../api/call";
import { day, money } from "../base/format";
import { Skeleton, useGet, type Loaded } from "../base/load";
import { to } from "../base/router";
import { useTask } from "../parts/button";
import { Menu } from "../parts/menu";
import { Done } from "../parts/notice";
import { Paper } from "../parts/paper";
import { OnePage } from "../parts/rooms";
import type { Sum } from "../parts/sums";
import { download, DownloadState } from "./documents";
import { Forward } from "./forward";
import { mayPay, numberOf, PayLink, Standing } from "./invoice_words";
import { Talk } from "./talk";
import { w } from "./words";

export type Invoice = Answer<"GET /portal/invoices/{invoice_id}">;

export const useInvoice = (id: string) => useGet("GET /portal/invoices/{invoice_id}", { invoice_id: id });

/** Several at once; always as many, where it stands. */
export function useInvoices(ids: string[]): Loaded<Invoice[]> {
  const all = ids.map(useInvoice);
  const found = all.flatMap(({ data }) => data ?? []);
  return {
    data: found.length === ids.length ? found : undefined,
    problem: all.find(({ problem }) => problem)?.problem,
    reload: async () => void (await Promise.all(all.map(({ reload }) => reload()))),
  };
}

export function InvoicePage({ id }: { id: string }) {
  const loaded = useInvoice(id);
  const forwarding = useSignal(false);
  const done = useSignal("");
  const task = useTask();
  const invoice = loaded.data;
  useEffect(() => {
    // Seeing it is what makes it seen; that this fails disturbs nobody.
    if (invoice?.status === "sent") call("POST /portal/invoices/{invoice_id}/views", { invoice_id: id }).catch(() => {});
  }, [invoice?.status]);

  const fetch = () => task.run(() => download(() => call("GET /portal/invoices/{invoice_id}/pdf", { invoice_id: id })));
  const close = (words?: string) => {
    forwarding.value = false;
    if (words) done.value = words;
  };
  return (
    <OnePage
      from={loaded}
      title={w("Invoice")}
      named={(found) => w("Invoice {0}", numberOf(found))}
      up={["/invoices", w("Invoices")]}
      lead={(found) => <Standing of={found} />}
      actions={(found) => (
        <>
          <Menu label={w("More")}>
            <button onClick={() => print()}>{w("Print")}</button>
            <button onClick={fetch}>{w("Download PDF")}</button>
            <button onClick={() => task.run(() => save("GET /portal/invoices/{invoice_id}/xml", { invoice_id: id }, `${numberOf(found)}.xml`))}>{w("Download XML")}</button>
            {found.actions.includes("forward") && <button onClick={() => (forwarding.value = true)}>{w("Forward")}</button>}
          </Menu>
          {mayPay(found) && <PayLink of={found} main />}
        </>
      )}
      skeleton={<div class="sheet"><Skeleton lines={14} /></div>}
      over={
        <>
          <DownloadState task={task} />
          <Done>{done.value}</Done>
        </>
      }
      under={
        <>
          {invoice && <Talk of="invoice" id={id} />}
          {forwarding.value && <Forward id={id} onClose={close} />}
        </>
      }
    >
      {(found) => <Paper of={found} seller={found.seller} buyer={found.buyer} paid={paidOn(found)} />}
    </OnePage>
  );
}

function paidOn({ payments, currency }: Invoice): Sum[] {
  return payments.map(({ id, method, date, amount }) => {
    const told = w("{0}, {1}", w().methods[method] ?? method, day(date));
    return [method === "write_off" ? told : <a href={to(`/payments/${id}`)}>{told}</a>, money(-amount, currency)];
  });
}
