/** What went wrong, in a plain sentence, with a way to try again in place. */
import type { Problem } from "../api/call";
import { to } from "../base/router";
import { t } from "../base/words";

/** The sentence for a refusal; the API's own where it has one for people. */
export function sentence(problem: Problem): string {
  if (problem.missing) return t().notFound;
  if (problem.status === 429) return t().tooMany(Math.ceil(problem.retryAfter / 60));
  if (problem.code === "offline") return t().offline;
  if (problem.status === 422 && problem.errors.length) return t().checkFields;
  if (problem.status === 401) return problem.message;
  return (problem.status < 500 && (t().refused || problem.message)) || t().broken;
}

export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  return (
    <div class="notice bad" role="alert">
      <p>{sentence(problem)}</p>
      {problem.missing ? <a href={to("/")}>{t().toStart}</a> : retry && <button onClick={retry}>{t().again}</button>}
    </div>
  );
}
