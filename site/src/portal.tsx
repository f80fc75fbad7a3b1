/** The client portal: the doors (sign in, accept, forgot, reset) at once, the rooms behind them when somebody is let in. */
import { signal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import type { Problem } from "./api/call";
import { face, openPortal, portal } from "./api/portal";
import { signedIn } from "./api/session";
import { applyBrand } from "./base/brand";
import { speak } from "./base/i18n";
import { problemOf } from "./base/load";
import { go, here, startRouter } from "./base/router";
import { Accept } from "./pages/accept";
import { Broken, Closed, Unknown, WhichPortal } from "./pages/away";
import { Forgot } from "./pages/forgot";
import { Reset } from "./pages/reset";
import { SignIn } from "./pages/sign_in";

const doors = { "/sign-in": SignIn, "/forgot": Forgot, "/reset": Reset, "/accept": Accept };
const rooms = signal<typeof import("./pages") | undefined>(undefined);
const failure = signal<Problem | undefined>(undefined);

/** The rooms are fetched while the person still types the password. */
async function openRooms(): Promise<void> {
  if (rooms.peek()) return;
  try {
    const found = await import("./pages");
    await speak();
    rooms.value = found;
  } catch (error) {
    failure.value = problemOf(error);
  }
}

function App() {
  const { path, query } = here.value;
  const Door = doors[path as keyof typeof doors];
  const locked = signedIn.value === false && !Door;
  useEffect(() => {
    if (locked) go(`/sign-in${path === "/" ? "" : `?to=${encodeURIComponent(path + (query.size ? `?${query}` : ""))}`}`, true);
  }, [locked]);
  useEffect(() => {
    if (!face.value?.enabled) return;
    if (signedIn.value !== false) void openRooms();
    else addEventListener("input", () => void openRooms(), { once: true });
  }, [face.value, signedIn.value]);

  if (failure.value) return failure.value.status === 404 ? <Unknown /> : <Broken problem={failure.value} />;
  if (!face.value || locked) return null;
  if (!face.value.enabled) return <Closed />;
  if (Door) return <Door />;
  return rooms.value ? <rooms.value.Rooms /> : null;
}

function start(): void {
  if (!portal || portal === "sign-in") {
    startRouter("");
    applyBrand("");
    void speak(navigator.language).then(() => render(<WhichPortal />, document.body));
    return;
  }
  startRouter(`/${encodeURIComponent(portal)}`);
  openPortal().catch((error: unknown) => (failure.value = problemOf(error)));
  render(<App />, document.body);
}

start();
