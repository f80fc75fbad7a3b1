/** The one-time token of a mail's link stands in the fragment: taken out of the address before anything else runs. */

export const fragmentToken = location.hash.replace(/^#(token=)?/, "");
if (/\/(accept|reset|confirm-email|revert-email)$/.test(location.pathname)) {
  history.replaceState(null, "", location.pathname + location.search);
  // Another link of the same kind, opened in this tab, changes only the fragment.
  addEventListener("hashchange", () => location.reload());
}
