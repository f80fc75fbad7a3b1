/** Let the people of many customers into the portal at once. */
import { call, Problem } from "../api/call";
import { forgetAnswers, Load, useGet } from "../base/load";
import { Dialog } from "../parts/dialog";
import { Form } from "../parts/form";
import { w } from "./words";

/** As many customers as the API takes in one go. */
const MOST = 50;

interface InviteManyProps {
  /** The search that chose which customers are listed. */
  q: string;
  onClose: () => void;
  onDone: (words: string) => void;
}

export function InviteMany({ q, onClose, onDone }: InviteManyProps) {
  const customers = useGet("GET /merchant/customers", { q, limit: MOST });
  const send = async (values: Record<string, string>) => {
    const customer_ids = Object.keys(values);
    if (!customer_ids.length) throw new Problem(400, "", w("Please choose at least one customer."));
    try {
      const { items } = await call("POST /merchant/invitations", { body: { customer_ids } });
      forgetAnswers();
      onDone(items.length ? w("One person has been invited.|{0} people have been invited.", items.length) : w("Nobody was waiting for an invitation."));
    } catch (error) {
      // What is wrong concerns the choice as a whole: no single box is to blame.
      if (error instanceof Problem && error.errors[0]) throw new Problem(400, error.code, error.errors[0].message);
      throw error;
    }
  };
  return (
    <Dialog title={w("Invite people")} onClose={onClose}>
      <Load from={customers}>
        {({ items, next_cursor }) => (
          <Form submit={w("Send invitations")} send={send}>
            <p class="soft">{w("Everybody of these customers who was never invited, or whose link is too old, gets a mail. Whoever has access already is left alone.")}</p>
            <fieldset>
              <legend>{w("Customers")}</legend>
              {items.map(({ id, display_name }) => (
                <label class="check" key={id}>
                  <input type="checkbox" name={id} defaultChecked />
                  {display_name}
                </label>
              ))}
            </fieldset>
            {next_cursor && <p class="hint">{w("These are the first {0}; search to list others.", MOST)}</p>}
          </Form>
        )}
      </Load>
    </Dialog>
  );
}
