/** A payment under way: asked for until it is final, also after the way back from the gateway or the bank. */
import { useSignal } from "../base/state";
import { useEffect } from "preact/hooks";
import { call, problemOf, type Answer, type Problem } from "../api/call";
import { money } from "../base/format";
import { forgetAnswers } from "../base/load";
import { go, here, to } from "../base/router";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { pause } from "./documents";
import { useInvoices, type Invoice } from "./invoice";
import { numberOf } from "./invoice_words";
import { declineOf } from "./pay";
import { payPath } from "./pick";
import { w } from "./words";

export type Attempt = Answer<"GET /portal/payment-attempts/{attempt_id}">;

/** Where the gateway sends people back to, naming the attempt; without an id it pays several invoices. */
export function PayReturn({ id }: { id: string }) {
  const attempt = here.value.query.get("attempt");
  const invoice_ids = id ? [id] : [];
  useEffect(() => {
    if (!attempt) go(id ? `/invoices/${id}` : "/invoices", true);
  }, []);
  return attempt && <Follow attempt={{ id: attempt, status: "pending", amount: 0, invoice_ids } as unknown as Attempt} again={(ids) => go(payPath(ids), true)} />;
}

interface FollowProps {
  attempt: Attempt;
  /** What is paid, if that is known already. */
  invoices?: Invoice[];
  /** Back to the choice of how to pay. */
  again: (ids: string[]) => void;
}

/** From "on its way" to how it ended. */
export function Follow({ attempt, invoices, again }: FollowProps) {
  const latest = useSignal(attempt);
  const seconds = useSignal(0);
  const problem = useSignal<Problem | undefined>(undefined);
  useEffect(() => {
    let here = true;
    void (async () => {
      // What was answered a moment ago is asked for again after a pause; what the address names, at once.
      for (let wait = attempt.amount ? 1 : 0; here && !isFinal(latest.value, seconds.value); seconds.value += wait) {
        await pause(wait * 1000);
        wait = seconds.value < 10 ? 1 : seconds.value < 60 ? 3 : 10;
        try {
          latest.value = await call("GET /portal/payment-attempts/{attempt_id}", { attempt_id: attempt.id });
          problem.value = undefined;
        } catch (error) {
          problem.value = problemOf(error);
          if (problem.value.missing || problem.value.status === 401) return;
        }
      }
      forgetAnswers();
    })();
    return () => {
      here = false;
    };
  }, []);
  const ids = latest.value.invoice_ids;
  if (problem.value?.missing) return <Page title={w("Pay")}><Failure problem={problem.value} /></Page>;
  if (latest.value.status === "succeeded") return <Paid attempt={latest.value} before={invoices} />;
  return <Outcome attempt={latest.value} seconds={seconds.value} again={() => again(ids)} />;
}

/** Webhooks may be slower than people: who comes back is given a moment before we say it is not finished. */
const isFinal = ({ status }: Attempt, seconds: number): boolean =>
  status === "pending" ? seconds > 600 : status !== "requires_action" || seconds >= 6;

function Outcome({ attempt, seconds, again }: { attempt: Attempt; seconds: number; again: () => void }) {
  const [id, another] = attempt.invoice_ids;
  const up: [string, string] = id && !another ? [`/invoices/${id}`, w("Invoice")] : ["/invoices", w("Invoices")];
  const { status, redirect_url: resume, failure_code: reason } = attempt;
  const over = status === "failed" || status === "expired";
  if (!over && (status !== "requires_action" || seconds < 6))
    return (
      <Page key="working" class="pay" title={w("Your payment is on its way…")} up={up}>
        <p class="soft waiting" role="status">{seconds >= 15 && w("Your bank takes a little longer. You can close this page: we will write to you.")}</p>
      </Page>
    );
  return (
    <Page
      key={status}
      class="pay"
      title={over ? w("The payment did not go through") : w("Not paid yet")}
      up={up}
      lead={<p class="soft" role="alert">{over ? declineOf(reason ?? status) : `${w("No money has moved.")} ${w("Go on where you left off, or choose another way to pay.")}`}</p>}
    >
      <p class="actions">
        {!over && resume && <a class="button primary" href={resume}>{w("Continue at the payment page")}</a>}
        <button class={over ? "primary" : ""} onClick={again}>{w("Choose another way to pay")}</button>
      </p>
    </Page>
  );
}

/** `before`: the invoices as they were; what is left to pay is said of one that was loaded anew. */
function Paid({ attempt, before }: { attempt: Attempt; before?: Invoice[] }) {
  const now = useInvoices(attempt.invoice_ids).data;
  const [one, another] = now ?? before ?? [];
  const amount = money(attempt.amount, attempt.currency);
  return (
    <Page key="paid" class="pay paid" title={w("Paid. Thank you.")}>
      <div class="stack" role="status">
        {one && <p>{another ? w("{0} for {1} invoices has arrived. The receipt is on its way to your inbox.", amount, attempt.invoice_ids.length) : w("{0} for invoice {1} has arrived. The receipt is on its way to your inbox.", amount, numberOf(one))}</p>}
        {one && !another && one !== before?.[0] && one.balance > 0 && <p>{w("{0} is left to pay.", money(one.balance, one.currency))}</p>}
      </div>
      <p class="actions">
        <a class="button primary" href={to("/")}>{w("Back to the start page")}</a>
        {attempt.payment_id && <a class="button" href={to(`/payments/${attempt.payment_id}`)}>{w("See the payment")}</a>}
      </p>
    </Page>
  );
}
