/** One customer: what is owed, who has access, the invoices, the details. */
import { call, type Answer } from "../api/call";
import { languageNames, type Language } from "../base/i18n";
import { forgetAnswers, Load, useList } from "../base/load";
import { go, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Address, Facts } from "../parts/facts";
import { Menu } from "../parts/menu";
import { Page } from "../parts/page";
import { Listing } from "../parts/table";
import { Confirm } from "./confirm";
import { Contacts } from "./contacts";
import { useCustomer } from "./customer_form";
import { amountsOf } from "./customers";
import { invoiceColumns } from "./invoice_status";
import { may } from "./session";
import { w } from "./words";

type Customer = Answer<"GET /merchant/customers/{customer_id}">;

export function CustomerPage({ id }: { id: string }) {
  const loaded = useCustomer(id);
  const customer = loaded.data;
  return (
    <Page
      title={customer?.display_name ?? w("Customer")}
      up={["/customers", w("Customers")]}
      lead={customer && <p class="soft">{amountsOf(customer.outstanding) ? w("{0} outstanding", amountsOf(customer.outstanding)) : w("Nothing outstanding")}</p>}
      actions={customer && may("accountant") && <Actions of={customer} />}
    >
      <Load from={loaded}>
        {(found) => (
          <div class="columns">
            <div>
              <Contacts customer={id} />
              <Invoices customer={id} />
            </div>
            <aside>
              <Details of={found} />
            </aside>
          </div>
        )}
      </Load>
    </Page>
  );
}

function Actions({ of }: { of: Customer }) {
  const removing = useSignal(false);
  const remove = async () => {
    await call("DELETE /merchant/customers/{customer_id}", { customer_id: of.id });
    forgetAnswers();
    go("/customers");
  };
  return (
    <>
      {may("admin") ? (
        <Menu label={w("More")}>
          <a class="button" href={to(`/customers/${of.id}/edit`)}>{w("Edit")}</a>
          <button type="button" onClick={() => (removing.value = true)}>{w("Remove")}</button>
        </Menu>
      ) : (
        <a class="button" href={to(`/customers/${of.id}/edit`)}>{w("Edit")}</a>
      )}
      <a class="button primary" href={to(`/invoices/new?customer_id=${of.id}`)}>{w("New invoice")}</a>
      {removing.value && (
        <Confirm title={w("Remove {0}?", of.display_name)} words={w("This works only for customers who never had a contact, an invoice or a payment. It cannot be undone.")} submit={w("Remove")} run={remove} onClose={() => (removing.value = false)} />
      )}
    </>
  );
}

function Invoices({ customer }: { customer: string }) {
  const invoices = useList("GET /merchant/invoices", { customer_id: customer, limit: 10 });
  return (
    <section>
      <h2>{w("Invoices")}</h2>
      <Listing from={invoices} caption={w("Invoices")} empty={w("Invoices to this customer will appear here.")} href={(invoice) => `/invoices/${invoice.id}`} columns={invoiceColumns()} />
    </section>
  );
}

const Details = ({ of }: { of: Customer }) => (
  <Facts
    of={[
      [w("Company name on invoices"), of.company_name],
      [t("E-mail address"), of.email && <a href={`mailto:${of.email}`}>{of.email}</a>],
      [w("Phone"), of.phone && <a href={`tel:${of.phone.replace(/[^+\d]/g, "")}`}>{of.phone}</a>],
      [w("Billing address"), (of.billing_address.line1 || of.billing_address.city) && <Address of={of.billing_address} />],
      [w("Delivery address"), (of.shipping_address.line1 || of.shipping_address.city) && <Address of={of.shipping_address} />],
      [w("Tax number"), of.tax_id],
      [w("Credit"), amountsOf(of.credit) && <Credit of={of} />],
      [w("Currency"), of.currency],
      [w("Language"), languageNames[of.language.slice(0, 2) as Language] ?? of.language],
    ]}
  />
);

/** What waits to be used, and where to use it. */
const Credit = ({ of }: { of: Customer }) => (
  <>
    {amountsOf(of.credit)}
    {may("accountant") && amountsOf(of.outstanding) && <a class="below" href={to(`/invoices?status=open&customer_id=${of.id}`)}>{w("Apply it to an open invoice")}</a>}
  </>
);
