/** Cancel a subscription: what happens then, why, and how to keep it after all. */
import { call, type Answer } from "../api/call";
import { day, money } from "../base/format";
import { forgetAnswers, Load, useGet } from "../base/load";
import { useSignal } from "../base/state";
import { Dialog } from "../parts/dialog";
import { Select, TextArea } from "../parts/fields";
import { Form } from "../parts/form";
import { w } from "./words";

export type Subscription = Answer<"GET /portal/subscriptions/{subscription_id}">;
type Preview = Answer<"GET /portal/subscriptions/{subscription_id}/cancellation-preview">;
type Option = Preview["options"][number];
type Reason = keyof ReturnType<typeof w>["reasons"];

interface CancelProps {
  id: string;
  onClose: (words?: string) => void;
}

export function Cancel({ id, onClose }: CancelProps) {
  const preview = useGet("GET /portal/subscriptions/{subscription_id}/cancellation-preview", { subscription_id: id });
  return (
    <Dialog title={w("Cancel subscription")} onClose={() => onClose()}>
      <Load from={preview}>{(found) => <CancelForm id={id} of={found} onClose={onClose} />}</Load>
    </Dialog>
  );
}

function CancelForm({ id, of, onClose }: CancelProps & { of: Preview }) {
  const chosen = useSignal(of.options[0]!);
  const send = async ({ reason, comment }: Record<string, string>) => {
    const body = { when: chosen.value.when, reason: reason as Reason, comment };
    const { cancel_at: last } = await call("POST /portal/subscriptions/{subscription_id}/cancellation", { subscription_id: id, body });
    forgetAnswers();
    onClose(w("It is cancelled, and ends on {0}. We have written it to you by mail, too.", day(last!, "long")));
  };
  return (
    <Form submit={w("Cancel subscription")} kind="danger" send={send}>
      <fieldset class="choices">
        <legend>{w("When?")}</legend>
        {of.options.map((option) => (
          <label>
            <input type="radio" name="when" value={option.when} checked={option === chosen.value} onChange={() => (chosen.value = option)} />
            <span>
              {w().whens[option.when]}
              <small>{whatHappens(option)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <Select label={w("Why?")} name="reason" required>
        <option value="">{w("Please choose")}</option>
        {of.reasons.map((reason) => <option value={reason}>{w().reasons[reason as Reason]}</option>)}
      </Select>
      <TextArea label={w("What could we have done better?")} name="comment" optional maxLength={1000} />
    </Form>
  );
}

const whatHappens = ({ when, ends_on: last, credit, currency }: Option): string => {
  if (credit) return w("{0} of what you paid becomes credit.", money(credit, currency));
  return when === "now" ? w("What you paid for this term is not given back.") : w("You keep it until {0}, and pay nothing more for it.", day(last, "long"));
};

/** As if nobody had cancelled it. */
export async function keep(id: string): Promise<string> {
  const { next_billing_date: next } = await call("DELETE /portal/subscriptions/{subscription_id}/cancellation", { subscription_id: id });
  forgetAnswers();
  return next ? w("You keep it. It renews on {0}.", day(next, "long")) : w("You keep it.");
}
