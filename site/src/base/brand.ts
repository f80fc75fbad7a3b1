/** A merchant's accent colour, made readable: for any accent, text and links keep WCAG AA in both colour schemes. */

type Rgb = number[];

// The extremes of our surfaces (style.css): what is readable on these is readable on all of them.
const paper: Rgb = [240, 240, 240];
const night: Rgb = [46, 46, 46];
const white: Rgb = [255, 255, 255];

/**
 * Set the page's accent. Buttons wear it as it is, with the text that reads on it; lines and marks reach 3:1 and links
 * 4.5:1 against every surface. All of it goes through CSSOM: the content policy allows no inline styles.
 */
export function applyBrand(accent: string): void {
  const given = accent || "#2854a0";
  const own = [1, 3, 5].map((at) => parseInt(given.slice(at, at + 2), 16));
  const { style } = document.documentElement;
  const set = (name: string, light: string, dark: string) => style.setProperty(name, `light-dark(${light}, ${dark})`);
  const against = (name: string, ratio: number) => set(name, reach(own, paper, ratio), reach(own, night, ratio));
  style.setProperty("--accent", given);
  style.setProperty("--on-fill", textOn(own));
  against("--mark", 3);
  against("--link", 4.6);
  // The doors' panel glows by day; by night it is deep, with white text.
  set("--panel", given, reach(own, white, 7));
  set("--on-panel", textOn(own), "#fff");
}

const css = (colour: Rgb): string => `rgb(${colour})`;

/** WCAG 2.2 relative luminance. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => (part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a) + 0.05, luminance(b) + 0.05].sort((x, y) => x - y);
  return light! / dark!;
}

/** The colour nearest to `own` with at least `ratio` against `ground`, on the way to black or white. */
function reach(own: Rgb, ground: Rgb, ratio: number): string {
  const end = luminance(ground) > 0.18 ? 0 : 255;
  let mixed = own;
  for (let step = 1; step <= 50 && contrast(mixed, ground) < ratio; step++) mixed = own.map((part) => Math.round(part + ((end - part) * step) / 50));
  return css(mixed);
}

const textOn = (fill: Rgb): string => (contrast(fill, white) >= 4.5 ? "#fff" : "#000");
