/** One customer: what is owed, who has access, the invoices, the details. */
import { call, type Answer } from "../api/call";
import { languageNames, type Language } from "../base/i18n";
import { forgetAnswers, Load, usePages } from "../base/load";
import { go, to } from "../base/router";
import { useSignal } from "../base/state";
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
      title={customer?.display_name ?? w().customer}
      up={["/customers", w().customers]}
      lead={customer && <p class="soft">{amountsOf(customer.outstanding) ? w().outstandingTitle(amountsOf(customer.outstanding)) : w().nothingOutstanding}</p>}
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
        <Menu label={w().more}>
          <a class="button" href={to(`/customers/${of.id}/edit`)}>{w().edit}</a>
          <button type="button" onClick={() => (removing.value = true)}>{w().remove}</button>
        </Menu>
      ) : (
        <a class="button" href={to(`/customers/${of.id}/edit`)}>{w().edit}</a>
      )}
      <a class="button primary" href={to(`/invoices/new?customer_id=${of.id}`)}>{w().newInvoice}</a>
      {removing.value && (
        <Confirm title={w().removeCustomer(of.display_name)} words={w().removeCustomerWords} submit={w().remove} run={remove} onClose={() => (removing.value = false)} />
      )}
    </>
  );
}

function Invoices({ customer }: { customer: string }) {
  const invoices = usePages(`invoices-of:${customer}`, (cursor) => call("GET /merchant/invoices", { customer_id: customer, limit: 10, cursor }));
  return (
    <section>
      <h2>{w().invoices}</h2>
      <Listing from={invoices} caption={w().invoices} empty={w().noInvoicesOfCustomer} href={(invoice) => `/invoices/${invoice.id}`} columns={invoiceColumns()} />
    </section>
  );
}

const Details = ({ of }: { of: Customer }) => (
  <Facts
    of={[
      [w().companyName, of.company_name],
      [w().email, of.email && <a href={`mailto:${of.email}`}>{of.email}</a>],
      [w().phone, of.phone && <a href={`tel:${of.phone.replace(/[^+\d]/g, "")}`}>{of.phone}</a>],
      [w().billingAddress, (of.billing_address.line1 || of.billing_address.city) && <Address of={of.billing_address} />],
      [w().shippingAddress, (of.shipping_address.line1 || of.shipping_address.city) && <Address of={of.shipping_address} />],
      [w().taxId, of.tax_id],
      [w().credit, amountsOf(of.credit)],
      [w().currency, of.currency],
      [w().language, languageNames[of.language.slice(0, 2) as Language] ?? of.language],
    ]}
  />
);
