/** A merchant's accent colour, made readable: for any accent, text and links keep WCAG AA in both colour schemes. */

type Rgb = [number, number, number];

// The extremes of our surfaces (style.css): what is readable on these is readable on all of them.
const paper: Rgb = [240, 240, 240];
const night: Rgb = [46, 46, 46];
const white: Rgb = [255, 255, 255];

/**
 * Set the page's accent. Buttons wear it as it is, with the text that reads on it; lines and marks reach 3:1 and links
 * 4.5:1 against every surface. All of it goes through CSSOM: the content policy allows no inline styles.
 */
export function applyBrand(accent: string): void {
  const own = parse(accent) ?? [40, 84, 160];
  const { style } = document.documentElement;
  const set = (name: string, light: string, dark: string) => style.setProperty(name, `light-dark(${light}, ${dark})`);
  const against = (name: string, ratio: number) => set(name, hex(reach(own, paper, ratio)), hex(reach(own, night, ratio)));
  style.setProperty("--accent", hex(own));
  style.setProperty("--on-fill", textOn(own));
  against("--mark", 3);
  against("--link", 4.6);
  // The doors' panel glows by day; by night it is deep, with white text.
  set("--panel", hex(own), hex(reach(own, white, 7)));
  set("--on-panel", textOn(own), "#fff");
}

function parse(text: string): Rgb | undefined {
  const found = /^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  return found ? (found.slice(1).map((part) => parseInt(part, 16)) as Rgb) : undefined;
}

const hex = (colour: Rgb): string => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** WCAG 2.2 relative luminance. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => (part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2 contrast ratio. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(x, y) / Math.min(x, y);
}

/** The colour nearest to `colour` with at least `ratio` against `ground`, on the way to black or white. */
function reach(colour: Rgb, ground: Rgb, ratio: number): Rgb {
  const end = luminance(ground) > 0.18 ? 0 : 255;
  for (let step = 0; step <= 50; step++) {
    const mixed = colour.map((part) => Math.round(part + ((end - part) * step) / 50)) as Rgb;
    if (contrast(mixed, ground) >= ratio) return mixed;
  }
  return [end, end, end];
}

const textOn = (fill: Rgb): string => (contrast(fill, white) >= 4.5 ? "#fff" : "#000");
