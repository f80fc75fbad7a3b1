/** Our company, as the merchant's next invoices will name it. */
import { call } from "../api/call";
import { forgetAnswers, Load, useGet } from "../base/load";
import { t } from "../base/words";
import { Section } from "../parts/account";
import { AddressFields, addressOf, Shipping } from "../parts/addresses";
import { Field, Form } from "../parts/form";
import { Page } from "../parts/page";
import { w } from "./words";

export function Company() {
  const loaded = useGet("GET /portal/company");
  const send = async (values: Record<string, string>) => {
    const { display_name, company_name, tax_id, email, phone } = values;
    const addresses = { billing_address: addressOf(values, "billing_address"), shipping_address: addressOf(values, "shipping_address") };
    await call("PATCH /portal/company", { body: { display_name, company_name, tax_id, email, phone, ...addresses } });
    forgetAnswers();
    return t("Saved.");
  };
  return (
    <Page class="account" title={w("Company details")} up={["/account", w("Account")]} lead={<p class="soft">{w("What stands here goes on your next invoices. Invoices you already have stay as they are.")}</p>}>
      <Load from={loaded}>
        {(of) => (
          <Form submit={t("Save")} send={send}>
            <Section title={w("Company details")}>
              <div class="stack">
                <Field label={w("Name")} name="display_name" defaultValue={of.display_name} maxLength={120} />
                <Field label={w("Company name on invoices")} name="company_name" defaultValue={of.company_name} maxLength={200} autocomplete="organization" optional />
                <div class="pair">
                  <Field label={w("Tax number")} name="tax_id" defaultValue={of.tax_id} maxLength={40} optional />
                  <Field label={w("Phone")} name="phone" type="tel" defaultValue={of.phone} maxLength={40} optional />
                </div>
                <Field label={t("E-mail address")} name="email" type="email" defaultValue={of.email} hint={w("Invoices are sent there, too.")} optional />
              </div>
            </Section>
            <Section title={w("Billing address")}>
              <div class="stack">
                <AddressFields name="billing_address" of={of.billing_address} />
              </div>
            </Section>
            <Section title={w("Delivery address")}>
              <div class="stack">
                <Shipping of={of.shipping_address} />
              </div>
            </Section>
          </Form>
        )}
      </Load>
    </Page>
  );
}
