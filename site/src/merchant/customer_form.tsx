/** A customer's details, to create or to change. */
import { call, type Answer } from "../api/call";
import { languageNames, languages } from "../base/i18n";
import { forgetAnswers, Load, useLoad } from "../base/load";
import { go, to } from "../base/router";
import { t } from "../base/words";
import { Select } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Page } from "../parts/page";
import { AddressFields, addressOf } from "./address_fields";
import { remember } from "./names";
import { organization } from "./session";
import { w } from "./words";

type Customer = Answer<"GET /merchant/customers/{customer_id}">;

export const useCustomer = (id: string) => useLoad(`customer:${id}`, () => call("GET /merchant/customers/{customer_id}", { customer_id: id }));

export const NewCustomer = () => (
  <Page title={w().newCustomer} up={["/customers", w().customers]}>
    <CustomerForm submit={w().create} back="/customers" send={(body) => call("POST /merchant/customers", { body })} />
  </Page>
);

export function EditCustomer({ id }: { id: string }) {
  const loaded = useCustomer(id);
  const above: [string, string] = [`/customers/${id}`, loaded.data?.display_name ?? w().customer];
  return (
    <Page title={w().editCustomer} up={above}>
      <Load from={loaded}>
        {(customer) => (
          <CustomerForm of={customer} submit={t().save} back={above[0]} send={(body) => call("PATCH /merchant/customers/{customer_id}", { customer_id: id, body })} />
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
  return { display_name, company_name, email, phone, tax_id, language, currency: currency?.toUpperCase(), billing_address: addressOf(values, "billing_address") };
}

function CustomerForm({ of, submit, back, send }: CustomerFormProps) {
  const keep = async (values: Record<string, string>) => {
    const kept = await send(bodyOf(values));
    remember(kept);
    forgetAnswers();
    go(`/customers/${kept.id}`);
  };
  const own = organization.value;
  const spoken = of?.language ?? own?.locale ?? "en";
  return (
    <div class="narrow details">
      <Form submit={submit} send={keep} extra={<a href={to(back)}>{w().cancel}</a>}>
        <Field label={w().name} name="display_name" defaultValue={of?.display_name} maxLength={120} hint={w().nameHint} autocomplete="off" />
        <Field label={w().companyName} name="company_name" defaultValue={of?.company_name} maxLength={120} optional autocomplete="off" />
        <div class="pair">
          <Field label={w().email} name="email" type="email" defaultValue={of?.email} optional autocomplete="off" />
          <Field label={w().phone} name="phone" type="tel" defaultValue={of?.phone} optional autocomplete="off" />
        </div>
        <Field label={w().taxId} name="tax_id" defaultValue={of?.tax_id} maxLength={40} optional autocomplete="off" />
        <div class="pair">
          <Field label={w().currency} name="currency" defaultValue={of?.currency ?? own?.currency} minLength={3} maxLength={3} autocapitalize="characters" spellcheck={false} autocomplete="off" hint={w().currencyHint} />
          <Select label={w().language} name="language" hint={w().languageHint}>
            {languages.map((one) => (
              <option value={one} selected={spoken.startsWith(one)}>
                {languageNames[one]}
              </option>
            ))}
          </Select>
        </div>
        <fieldset>
          <legend>{w().billingAddress}</legend>
          <div class="stack">
            <AddressFields name="billing_address" of={of?.billing_address} />
          </div>
        </fieldset>
      </Form>
    </div>
  );
}
