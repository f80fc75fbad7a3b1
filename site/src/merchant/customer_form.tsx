/** A customer's details, to create or to change. */
import { call, type Answer } from "../api/call";
import { languageNames, languages } from "../base/i18n";
import { forgetAnswers, Load, useGet } from "../base/load";
import { go, to } from "../base/router";
import { t } from "../base/words";
import { AddressFields, addressOf, Shipping } from "../parts/addresses";
import { Select } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Page } from "../parts/page";
import { remember } from "./names";
import { organization } from "./session";
import { Group } from "./settings_group";
import { w } from "./words";

type Customer = Answer<"GET /merchant/customers/{customer_id}">;

export const useCustomer = (id: string) => useGet("GET /merchant/customers/{customer_id}", { customer_id: id });

export const NewCustomer = () => (
  <Page class="settings" title={w("New customer")} up={["/customers", w("Customers")]}>
    <CustomerForm submit={w("Create customer")} back="/customers" send={(body) => call("POST /merchant/customers", { body })} />
  </Page>
);

export function EditCustomer({ id }: { id: string }) {
  const loaded = useCustomer(id);
  const above: [string, string] = [`/customers/${id}`, loaded.data?.display_name ?? w("Customer")];
  return (
    <Page class="settings" title={w("Edit customer")} up={above}>
      <Load from={loaded}>
        {(customer) => (
          <CustomerForm of={customer} submit={t("Save")} back={above[0]} send={(body) => call("PATCH /merchant/customers/{customer_id}", { customer_id: id, body })} />
        )}
      </Load>
    </Page>
  );
}

interface CustomerFormProps {
  of?: Customer;
  submit: string;
  back: string;
  send: (body: ReturnType<typeof bodyOf>) => Promise<Customer>;
}

function bodyOf(values: Record<string, string>) {
  const { display_name = "", company_name, email, phone, tax_id, currency, language } = values;
  const addresses = { billing_address: addressOf(values, "billing_address"), shipping_address: addressOf(values, "shipping_address") };
  return { display_name, company_name, email, phone, tax_id, language, currency: currency?.toUpperCase(), ...addresses };
}

function CustomerForm({ of, submit, back, send }: CustomerFormProps) {
  const keep = async (values: Record<string, string>) => {
    const kept = await send(bodyOf(values));
    remember(kept);
    forgetAnswers();
    go(`/customers/${kept.id}`);
  };
  return (
    <Form submit={submit} send={keep} extra={<a href={to(back)}>{w("Cancel")}</a>}>
      <Group title={w("Name and contact")}>
        <Field label={w("Name")} name="display_name" defaultValue={of?.display_name} maxLength={120} hint={w("As it stands on your lists.")} autocomplete="off" />
        <Field label={w("Company name on invoices")} name="company_name" defaultValue={of?.company_name} maxLength={120} optional autocomplete="off" />
        <div class="pair">
          <Field label={t("E-mail address")} name="email" type="email" defaultValue={of?.email} optional autocomplete="off" />
          <Field label={w("Phone")} name="phone" type="tel" defaultValue={of?.phone} optional autocomplete="off" />
        </div>
      </Group>
      <Group title={w("On invoices")}>
        <Invoicing of={of} />
      </Group>
      <Group title={w("Billing address")}>
        <AddressFields name="billing_address" of={of?.billing_address} />
      </Group>
      <Group title={w("Delivery address")}>
        <Shipping of={of?.shipping_address} />
      </Group>
    </Form>
  );
}

function Invoicing({ of }: { of?: Customer }) {
  const own = organization.value;
  const spoken = of?.language ?? own?.locale ?? "en";
  return (
    <>
      <Field label={w("Tax number")} name="tax_id" defaultValue={of?.tax_id} maxLength={40} optional autocomplete="off" />
      <div class="pair">
        <Field label={w("Currency")} name="currency" defaultValue={of?.currency ?? own?.currency} minLength={3} maxLength={3} autocapitalize="characters" spellcheck={false} autocomplete="off" hint={w("Three letters, for example EUR.")} />
        <Select label={w("Language")} name="language" hint={w("Of invoices and mails.")}>
          {languages.map((one) => (
            <option value={one} selected={spoken.startsWith(one)}>
              {languageNames[one]}
            </option>
          ))}
        </Select>
      </div>
    </>
  );
}
