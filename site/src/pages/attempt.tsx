/** A payment under way: asked for until it is final, also after the way back from the gateway or the bank. */
import { useSignal } from "../base/state";
import { useEffect } from "preact/hooks";
import { call, problemOf, type Answer, type Problem } from "../api/call";
import { money } from "../base/format";
import { forgetAnswers, Load } from "../base/load";
import { go, here, to } from "../base/router";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { pause } from "./documents";
import { useInvoice, type Invoice } from "./invoice";
import { numberOf } from "./invoice_words";
import { declineOf } from "./pay";
import { w } from "./words";

export type Attempt = Answer<"GET /portal/payment-attempts/{attempt_id}">;

/** Where the gateway sends people back to, naming the attempt. */
export function PayReturn({ id }: { id: string }) {
  const attemptId = here.value.query.get("attempt") ?? "";
  const invoice = useInvoice(id);
  useEffect(() => {
    if (!attemptId) go(`/invoices/${id}`, true);
  }, []);
  const start = { id: attemptId, status: "pending", amount: 0 } as Attempt;
  if (invoice.data) return <Follow attempt={start} invoice={invoice.data} again={() => go(`/invoices/${id}/pay`, true)} />;
  return (
    <Page title={w().working}>
      <Load from={invoice}>{() => null}</Load>
    </Page>
  );
}

interface FollowProps {
  attempt: Attempt;
  invoice: Invoice;
  /** Back to the choice of how to pay. */
  again: () => void;
}

/** From "on its way" to how it ended. */
export function Follow({ attempt, invoice, again }: FollowProps) {
  const latest = useSignal(attempt);
  const seconds = useSignal(0);
  const problem = useSignal<Problem | undefined>(undefined);
  const before = useSignal(invoice).value;
  useEffect(() => {
    let here = true;
    void (async () => {
      for (let wait = 1; here && !isFinal(latest.value, seconds.value); seconds.value += wait) {
        wait = seconds.value < 10 ? 1 : seconds.value < 60 ? 3 : 10;
        try {
          if (latest.value.amount && latest.value.status === "pending") await pause(wait * 1000);
          latest.value = await call("GET /portal/payment-attempts/{attempt_id}", { attempt_id: attempt.id });
          problem.value = undefined;
          if (!isFinal(latest.value, seconds.value)) await pause(wait * 1000);
        } catch (error) {
          problem.value = problemOf(error);
          if (problem.value.missing || problem.value.status === 401) return;
          await pause(3000);
        }
      }
      forgetAnswers();
    })();
    return () => {
      here = false;
    };
  }, []);
  if (problem.value?.missing) return <Page title={w().payAction}><Failure problem={problem.value} /></Page>;
  if (latest.value.status === "succeeded") return <Paid attempt={latest.value} invoice={invoice} rest={invoice === before ? 0 : invoice.balance} />;
  return <Outcome attempt={latest.value} invoice={invoice} seconds={seconds.value} again={again} />;
}

/** Webhooks may be slower than people: who comes back is given a moment before we say it is not finished. */
const isFinal = ({ status }: Attempt, seconds: number): boolean =>
  status === "pending" ? seconds > 600 : status !== "requires_action" || seconds >= 6;

function Outcome({ attempt, invoice, seconds, again }: { attempt: Attempt; invoice: Invoice; seconds: number; again: () => void }) {
  const up: [string, string] = [`/invoices/${invoice.id}`, w().invoiceTitle(numberOf(invoice))];
  if (attempt.status === "requires_action" && seconds >= 6)
    return (
      <Page key="unfinished" class="pay" title={w().unfinished} up={up} lead={<p class="soft">{w().nothingMoved} {w().unfinishedHint}</p>}>
        <p class="actions">
          {attempt.redirect_url && (
            <a class="button primary" href={attempt.redirect_url}>
              {w().resume}
            </a>
          )}
          <button onClick={again}>{w().chooseOther}</button>
        </p>
      </Page>
    );
  if (attempt.status === "failed" || attempt.status === "expired")
    return (
      <Page key="declined" class="pay" title={w().declined} up={up} lead={<p class="soft" role="alert">{declineOf(attempt.failure_code ?? attempt.status)}</p>}>
        <p class="actions">
          <button class="primary" onClick={again}>{w().chooseOther}</button>
        </p>
      </Page>
    );
  return (
    <Page key="working" class="pay" title={w().working} up={up}>
      <p class="soft waiting" role="status">{seconds >= 15 && w().workingLong}</p>
    </Page>
  );
}

/** `rest`: what the invoice, loaded anew, still wants. */
function Paid({ attempt, invoice, rest }: { attempt: Attempt; invoice: Invoice; rest: number }) {
  return (
    <Page key="paid" class="pay paid" title={w().paid}>
      <div class="stack" role="status">
        <p>{w().paidWhat(money(attempt.amount, attempt.currency), numberOf(invoice))}</p>
        {rest > 0 && <p>{w().paidPart(money(rest, invoice.currency))}</p>}
      </div>
      <p class="actions">
        <a class="button primary" href={to("/")}>{w().toHome}</a>
        <a class="button" href={to(attempt.payment_id ? `/payments/${attempt.payment_id}` : `/invoices/${invoice.id}`)}>
          {attempt.payment_id ? w().seePayment : w().toInvoice}
        </a>
      </p>
    </Page>
  );
}
