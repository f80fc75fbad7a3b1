/** The discussion of an estimate, invoice or subscription, at the console. */
import { call } from "../api/call";
import { useGet, useList } from "../base/load";
import { Discussion } from "../parts/talk";

/** `drafted`: clients do not see it yet, so nobody can talk about it. */
export function Comments({ of, id, drafted }: { of: "estimate" | "invoice" | "subscription"; id: string; drafted?: boolean }) {
  // One name for three routes that are alike.
  const path = `/merchant/${of}s/{${of}_id}/comments` as "/merchant/invoices/{invoice_id}/comments";
  const input = { [`${of}_id`]: id } as { invoice_id: string };
  const found = useList(`GET ${path}`, input);
  const allowed = useGet("GET /merchant/portal-settings").data?.allow_comments;
  return drafted ? null : <Discussion from={found} send={allowed && ((text) => call(`POST ${path}`, { ...input, body: { text } }))} />;
}
