/** Files that may still be in the making: ask again, a minute at most, then let the browser download them. */
export async function fetchFile(ask: () => Promise<object>): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    const found = await ask();
    if ("url" in found) return location.assign(found.url as string);
    await new Promise((later) => setTimeout(later, 2000));
  }
  throw new Error("The document took too long.");
}
