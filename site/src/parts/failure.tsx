/** What went wrong, in a plain sentence, with a way to try again in place. */
import type { Problem } from "../api/call";
import { to } from "../base/router";
import { refusal } from "../base/i18n";
import { t } from "../base/words";

/** Absent, forbidden and switched off share their words. */
const away = ({ code }: Problem): boolean => /^(not_found|not_allowed|role_too_low|switched_off)$/.test(code);

/** The sentence for a refusal: our own, or the API's in the person's language. What has no code was said by this site. */
export function sentence(problem: Problem): string {
  const { status, code, message } = problem;
  if (away(problem)) return t("This page does not exist, or it is not yours to see.");
  if (status === 429) return t("Too many attempts. Please wait a minute.|Too many attempts. Please wait {0} minutes.", Math.ceil(problem.retryAfter / 60) || 1);
  if (code === "offline") return t("We could not reach the server. Check your connection and try again.");
  if (problem.errors.length) return t("Please look at the marked fields again.");
  return (message && (code ? refusal(message) : message)) || t("Something went wrong. Please try again in a moment.");
}

/** Nothing, as long as nothing went wrong. */
export function Failure({ problem, retry }: { problem: Problem | undefined; retry?: () => void }) {
  return problem ? (
    <div class="notice bad" role="alert">
      <p>{sentence(problem)}</p>
      {away(problem) ? <a href={to("/")}>{t("Go to the start page")}</a> : retry && <button onClick={retry}>{t("Try again")}</button>}
    </div>
  ) : null;
}
