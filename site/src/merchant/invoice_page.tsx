/** One invoice as the paper it is, and what staff may do with it. */
import { call, type Answer } from "../api/call";
import { daysUntil, distance, moment } from "../base/format";
import { forgetAnswers, Load, Skeleton, useGet } from "../base/load";
import { to } from "../base/router";
import { useSignal } from "../base/state";
import { useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Dialog } from "../parts/dialog";
import { Menu } from "../parts/menu";
import { Done } from "../parts/notice";
import { Page } from "../parts/page";
import { Comments } from "./comments";
import { Confirm } from "./confirm";
import { d } from "./desk";
import { fetchFile } from "./files";
import { ApplyCredit, RecordPayment, WriteOff } from "./invoice_payment";
import { InvoicePaper } from "./invoice_paper";
import { Refund } from "./invoice_refund";
import { InvoiceStatus } from "./invoice_status";
import { useNames } from "./names";
import { w } from "./words";

export type Invoice = Answer<"GET /merchant/invoices/{invoice_id}">;
type Asked = "send" | "again" | "void" | "payment" | "credit" | "refund" | "write_off";

export const useInvoice = (id: string) => useGet("GET /merchant/invoices/{invoice_id}", { invoice_id: id }, !!id);

export function InvoicePage({ id }: { id: string }) {
  const loaded = useInvoice(id);
  const asked = useSignal<Asked | undefined>(undefined);
  const done = useSignal("");
  const download = useTask();
  const invoice = loaded.data;
  const nameOf = useNames(invoice && [invoice]);
  const credit = useCredit(invoice);
  const finish = (words: string) => {
    asked.value = undefined;
    done.value = words;
    forgetAnswers();
  };
  const ask = (what: Asked) => {
    done.value = "";
    asked.value = what;
  };
  return (
    <Page
      title={!invoice ? d("Invoice") : invoice.number ? d("Invoice {0}", invoice.number) : d("Draft invoice")}
      up={["/invoices", w("Invoices")]}
      lead={invoice && <Lead of={invoice} customer={nameOf(invoice.customer_id)} />}
      actions={invoice && <Actions of={invoice} credit={credit} ask={ask} print={() => download.run(() => fetchFile(() => call("GET /merchant/invoices/{invoice_id}/pdf", { invoice_id: id })))} />}
    >
      <div role="status">{download.busy && <p class="notice news late-shown">{d("The document is being prepared…")}</p>}</div>
      <Failure problem={download.problem} />
      <Done>{done.value}</Done>
      <Load from={loaded} skeleton={<div class="sheet"><Skeleton lines={14} /></div>}>
        {(found) => (
          <>
            <InvoicePaper of={found} customer={nameOf(found.customer_id)} />
            <Comments of="invoice" id={id} drafted={found.status === "draft"} />
            <Questions of={found} credit={credit} asked={asked.value} customer={nameOf(found.customer_id)} onClose={() => (asked.value = undefined)} onDone={finish} />
          </>
        )}
      </Load>
    </Page>
  );
}

function Lead({ of, customer }: { of: Invoice; customer: string }) {
  const days = daysUntil(of.due_date);
  return (
    <>
      <p>
        <a href={to(`/customers/${of.customer_id}`)}>{customer}</a>
      </p>
      <p class="soft sum small">
        <InvoiceStatus of={of} />
        {of.balance > 0 && of.status !== "draft" && of.status !== "void" && <span class={of.status === "overdue" ? "late" : ""}>{days < 0 ? d("1 day overdue|{0} days overdue", -days) : d("Due {0}", distance(days))}</span>}
        {of.viewed_at && <span>{d("Seen by the client on {0}", moment(of.viewed_at))}</span>}
      </p>
    </>
  );
}

/** What the customer has to spare in the invoice's currency; nothing where it may not be applied. */
function useCredit(invoice: Invoice | undefined): number {
  const customer = useGet("GET /merchant/customers/{customer_id}", { customer_id: invoice?.customer_id ?? "" }, !!invoice?.actions.includes("apply_credit"));
  return customer.data?.credit.find(({ currency }) => currency === invoice?.currency)?.amount ?? 0;
}

interface ActionsProps {
  of: Invoice;
  credit: number;
  ask: (what: Asked) => void;
  print: () => void;
}

function Actions({ of, credit, ask, print }: ActionsProps) {
  const may = (action: string) => of.actions.includes(action);
  const issued = of.status !== "draft";
  return (
    <>
      {may("download") && (
        <Menu label={w("More")}>
          <button onClick={print}>{d("Download PDF")}</button>
          <button onClick={() => window.print()}>{d("Print")}</button>
          {issued && may("send") && <button onClick={() => ask("again")}>{d("Send again")}</button>}
          {may("refund") && <button onClick={() => ask("refund")}>{d("Refund")}</button>}
          {may("write_off") && <button onClick={() => ask("write_off")}>{d("Write off")}</button>}
          {(may("void") || may("write_off")) && <button onClick={() => ask("void")}>{d("Void")}</button>}
        </Menu>
      )}
      {may("edit") && <a class="button" href={to(`/invoices/${of.id}/edit`)}>{w("Edit")}</a>}
      {!issued && may("send") && <button class="primary" onClick={() => ask("send")}>{d("Send")}</button>}
      {credit > 0 && <button onClick={() => ask("credit")}>{d("Apply credit")}</button>}
      {may("record_payment") && issued && <button class="primary" onClick={() => ask("payment")}>{d("Record payment")}</button>}
    </>
  );
}

interface QuestionsProps {
  of: Invoice;
  credit: number;
  asked: Asked | undefined;
  customer: string;
  onClose: () => void;
  onDone: (words: string) => void;
}

function Questions({ of, credit, asked, customer, onClose, onDone }: QuestionsProps) {
  const id = { invoice_id: of.id };
  const question = { of, onClose, onDone };
  if (asked === "payment") return <RecordPayment {...question} />;
  if (asked === "credit") return <ApplyCredit {...question} credit={credit} />;
  if (asked === "refund") return <Refund {...question} />;
  if (asked === "write_off") return <WriteOff {...question} />;
  if (asked === "void" && !of.actions.includes("void"))
    return (
      <Dialog title={d("This invoice cannot be voided")} onClose={onClose}>
        <p>{d("Something was paid on it. Refund that first, or write off what is left.")}</p>
      </Dialog>
    );
  if (asked === "void")
    return (
      <Confirm key="void" title={d("Void this invoice?")} words={d("Nothing will be owed on it any more. Its number stays taken. This cannot be undone.")} submit={d("Void invoice")} onClose={onClose}
        run={async () => (await call("POST /merchant/invoices/{invoice_id}/voiding", id), onDone(d("The invoice is void.")))} />
    );
  if (!asked) return null;
  const again = asked === "again";
  return (
    <Confirm key={asked} kind="primary" title={again ? d("Send this invoice once more?") : d("Send this invoice?")} words={again ? d("The same invoice is mailed to {0} again.", customer) : d("It gets its number and is mailed to {0}. From then on it cannot be changed.", customer)}
      submit={again ? d("Send again") : d("Send")} onClose={onClose}
      run={async () => (await call("POST /merchant/invoices/{invoice_id}/sending", id), onDone(d("The invoice is on its way.")))} />
  );
}
