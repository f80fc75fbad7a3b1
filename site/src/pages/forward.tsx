/** Send an invoice to up to five people, the PDF attached. */
import { call, Problem } from "../api/call";
import { t } from "../base/words";
import { Dialog } from "../parts/dialog";
import { TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { w } from "./words";

interface ForwardProps {
  id: string;
  onClose: () => void;
  onSent: (words: string) => void;
}

export function Forward({ id, onClose, onSent }: ForwardProps) {
  const send = async (values: Record<string, string>) => {
    const recipients = values.recipients!.split(/[\s,;]+/).filter(Boolean);
    if (recipients.length > 5) throw new Problem(422, "", "", [{ path: "recipients", message: w().recipientsHint }]);
    if (recipients.some((one) => !/^\S+@\S+\.\S+$/.test(one))) throw new Problem(422, "", "", [{ path: "recipients", message: t().notEmail }]);
    await call("POST /portal/invoices/{invoice_id}/forwards", { invoice_id: id, body: { recipients, ...(values.message && { message: values.message }) } });
    onSent(w().forwarded(recipients.length));
  };
  return (
    <Dialog title={w().forwardTitle} onClose={onClose}>
      <Form submit={w().send} send={send}>
        <p class="soft">{w().forwardIntro}</p>
        <Field label={w().recipients} name="recipients" inputMode="email" autocapitalize="off" hint={w().recipientsHint} />
        <TextArea label={w().message} name="message" optional maxLength={1000} />
      </Form>
    </Dialog>
  );
}
