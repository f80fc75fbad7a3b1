/** The merchant's console: the doors (sign in, accept, forgot, reset) at once, the rooms behind them when somebody is let in. */
import { useEffect } from "preact/hooks";
import { problemOf, type Problem } from "./api/call";
import { bearer, signedIn } from "./api/session";
import { applyBrand } from "./base/brand";
import { speak, speakRooms } from "./base/i18n";
import { go, here, startRouter } from "./base/router";
import { mount, signal } from "./base/state";
import { doors } from "./merchant/doors";
import { openConsole, settle } from "./merchant/session";
import { w } from "./merchant/words";
import { Door } from "./parts/doors";
import { Failure } from "./parts/failure";

const rooms = signal<typeof import("./merchant/index") | undefined>(undefined);
const failure = signal<Problem | undefined>(undefined);

async function openRooms(): Promise<void> {
  try {
    const [found] = await Promise.all([import("./merchant/index"), bearer(), speakRooms()]);
    await settle();
    rooms.value = found;
  } catch (error) {
    if (signedIn.value) failure.value = problemOf(error);
  }
}

function App() {
  const { path, query } = here.value;
  const Entrance = doors[path as keyof typeof doors];
  const locked = signedIn.value === false && !Entrance;
  useEffect(() => {
    if (!locked) return;
    rooms.value = undefined;
    const target = path + (query.size ? `?${query}` : "");
    go(`/sign-in${target === "/" ? "" : `?to=${encodeURIComponent(target)}`}`, true);
  }, [locked]);
  useEffect(() => void (signedIn.value && openRooms()), [signedIn.value]);

  if (failure.value)
    return (
      <Door title={w("Merchant console")}>
        <Failure problem={failure.value} retry={() => location.reload()} />
      </Door>
    );
  if (locked) return null;
  if (Entrance) return <Entrance />;
  return rooms.value ? <rooms.value.House /> : null;
}

startRouter("/merchant");
openConsole();
applyBrand("");
// The rooms are fetched while the person still types the password.
addEventListener("input", () => void Promise.all([import("./merchant/index"), speakRooms()]), { once: true });
void speak(navigator.language).then(() => mount(() => <App />));
