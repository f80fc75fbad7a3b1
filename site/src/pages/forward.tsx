/** Send an invoice to up to five people, the PDF attached. */
import { call, Problem } from "../api/call";
import { Dialog } from "../parts/dialog";
import { TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { w } from "./words";

interface ForwardProps {
  id: string;
  /** With what was done. */
  onClose: (words?: string) => void;
}

export function Forward({ id, onClose }: ForwardProps) {
  const send = async (values: Record<string, string>) => {
    const recipients = values.recipients!.split(/[\s,;]+/).filter(Boolean);
    if (recipients.length > 5) throw new Problem(422, "", "", [{ path: "recipients", message: w("Up to five, separated by commas.") }]);
    await call("POST /portal/invoices/{invoice_id}/forwards", { invoice_id: id, body: { recipients, ...(values.message && { message: values.message }) } });
    onClose(w("Sent.|Sent to {0} people.", recipients.length));
  };
  return (
    <Dialog title={w("Forward this invoice")} onClose={() => onClose()}>
      <Form submit={w("Send")} send={send}>
        <p class="soft">{w("We send the PDF by mail. It gives nobody access to your portal.")}</p>
        <Field label={w("E-mail addresses")} name="recipients" inputMode="email" autocapitalize="off" hint={w("Up to five, separated by commas.")} />
        <TextArea label={w("Message")} name="message" optional maxLength={1000} />
      </Form>
    </Dialog>
  );
}
