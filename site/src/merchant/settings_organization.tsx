/** Who the merchant is: all of it stands on documents, in mails or in the portal. And whether the portal is on. */
import { call, Problem, type Answer } from "../api/call";
import { languageNames, languages } from "../base/i18n";
import { forgetAnswers, Load, useGet } from "../base/load";
import { t } from "../base/words";
import { AddressFields, addressOf } from "../parts/addresses";
import { Select } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { d } from "./desk";
import { Group } from "./settings_group";
import { PortalSwitch } from "./settings_switch";
import { wear } from "./session";
import { w } from "./words";

type Organization = Answer<"GET /merchant/organization">;

export const useOrganization = () => useGet("GET /merchant/organization");

export function OrganizationPart() {
  const loaded = useOrganization();
  return (
    <>
      <PortalSwitch />
      <Load from={loaded}>{(found) => <Details of={found} />}</Load>
    </>
  );
}

function Details({ of }: { of: Organization }) {
  const zones = Intl.supportedValuesOf("timeZone");
  const account = of.payee_account;
  const send = async (values: Record<string, string>) => {
    wear(await call("PATCH /merchant/organization", { body: bodyOf(values) }));
    forgetAnswers();
    return t("Saved.");
  };
  return (
    <Form submit={t("Save")} send={send}>
      <Group title={w("Name and contact")} hint={d("Your clients see this in the portal, in mails and on invoices.")}>
        <Field label={w("Name")} name="name" defaultValue={of.name} maxLength={120} autocomplete="organization" />
        <div class="pair">
          <Field label={t("E-mail address")} name="email" type="email" defaultValue={of.email} autocomplete="off" />
          <Field label={w("Phone")} name="phone" type="tel" defaultValue={of.phone} maxLength={40} optional autocomplete="off" />
        </div>
        <Field label={d("Website")} name="website" inputMode="url" defaultValue={of.website ?? ""} placeholder="https://" optional autocomplete="url" />
      </Group>
      <Group title={d("Address")} hint={d("Stands on every invoice you send from now on.")}>
        <AddressFields name="address" of={of.address} />
      </Group>
      <Group title={d("Tax numbers")} hint={d("At least one of them belongs on an invoice in most countries.")}>
        <div class="pair">
          <Field label={d("VAT number")} name="vat_id" defaultValue={of.vat_id} maxLength={40} optional autocomplete="off" />
          <Field label={w("Tax number")} name="tax_id" defaultValue={of.tax_id} maxLength={40} optional autocomplete="off" />
        </div>
      </Group>
      <Group title={d("Bank account")} hint={d("For clients who pay by transfer. It stands on invoices.")}>
        <div class="pair">
          <Field label={d("Account holder")} name="payee_account.holder" defaultValue={account.holder} maxLength={120} optional autocomplete="off" />
          <Field label={d("Bank")} name="payee_account.bank" defaultValue={account.bank} maxLength={120} optional autocomplete="off" />
        </div>
        <Field label="IBAN" name="payee_account.iban" defaultValue={account.iban} maxLength={42} optional autocomplete="off" spellcheck={false} />
        <Field label="BIC" name="payee_account.bic" defaultValue={account.bic} maxLength={11} optional autocomplete="off" spellcheck={false} />
      </Group>
      <Group title={d("Money, time and language")} hint={d("The defaults for new customers. Overdue and due are counted by this time zone.")}>
        <div class="pair">
          <Field label={w("Currency")} name="currency" defaultValue={of.currency} minLength={3} maxLength={3} hint={w("Three letters, for example EUR.")} autocapitalize="characters" autocomplete="off" spellcheck={false} />
          <Select label={w("Language")} name="locale">
            {languages.map((one) => (
              <option value={one} selected={of.locale.startsWith(one)}>
                {languageNames[one]}
              </option>
            ))}
          </Select>
        </div>
        <Select label={d("Time zone")} name="timezone">
          {[...new Set([of.timezone, ...zones])].map((zone) => (
            <option selected={zone === of.timezone}>{zone}</option>
          ))}
        </Select>
      </Group>
    </Form>
  );
}

function bodyOf(values: Record<string, string>) {
  const { name, email, phone, website, vat_id, tax_id, currency = "", locale, timezone } = values;
  const part = (key: string) => (values[`payee_account.${key}`] ?? "").trim();
  const [iban, bic] = [part("iban").toUpperCase(), part("bic").toUpperCase()];
  const wrong = Object.entries({ iban: /[^A-Z0-9 ]/.test(iban), bic: /[^A-Z0-9]/.test(bic) }).filter(([, is]) => is);
  if (wrong.length) throw new Problem(422, "", "", wrong.map(([name]) => ({ path: `payee_account.${name}`, message: d("Letters and digits only, please.") })));
  return {
    ...{ name, email, phone, vat_id, tax_id, locale, timezone },
    website: website?.trim() ?? "",
    currency: currency.toUpperCase(),
    address: addressOf(values, "address"),
    payee_account: { holder: part("holder"), bank: part("bank"), iban, bic },
  };
}
