/** QR codes by ISO/IEC 18004: bytes, error correction M, up to version 20 (666 bytes). Loaded by those who need one. */

/** Of each version at level M: error correction bytes a block, and how many blocks. */
const ECC = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

type Grid = number[][];
type Set = (x: number, y: number, dark: boolean) => void;

/** The code as an SVG path of one unit a module, without its quiet zone, and how wide it is; undefined if the text is too long. */
export function qrPath(text: string): { path: string; size: number } | undefined {
  const grid = qrOf(text);
  const runs = grid?.flatMap((row, y) => [...row.join("").matchAll(/1+/g)].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`));
  return grid && runs && { path: runs.join(""), size: grid.length };
}

/** Dark modules are 1. */
function qrOf(text: string): Grid | undefined {
  const bytes = [...new TextEncoder().encode(text)];
  const head = (version: number) => (version < 10 ? 2 : 3);
  let version = 1;
  while (bytes.length + head(version) > capacity(version)) if (++version > 20) return undefined;
  const { grid, fixed } = frame(version);
  fill(grid, fixed, interleave(version, framed(bytes, version)));
  // The mask is fixed (3): searching for the best one changes no scan.
  const masked = grid.map((row, y) => row.map((bit, x) => (fixed[y]![x] || (x + y) % 3 ? bit : bit ^ 1)));
  format(masked);
  return masked;
}

/** All modules that are neither pattern nor information about the code itself, in bytes. */
function codewords(version: number): number {
  const align = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const bits = (16 * version + 128) * version + 64 - (align ? (25 * align - 10) * align - 55 : 0) - (version > 6 ? 36 : 0);
  return bits >> 3;
}

const capacity = (version: number): number => codewords(version) - ECC[version - 1]! * BLOCKS[version - 1]!;

/** Mode, length, the bytes themselves, and padding. */
function framed(bytes: number[], version: number): number[] {
  const wide = version > 9;
  const bits = [0, 1, 0, 0];
  const push = (value: number, count: number) => {
    while (count--) bits.push((value >> count) & 1);
  };
  push(bytes.length, wide ? 16 : 8);
  for (const byte of bytes) push(byte, 8);
  push(0, 4);
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8) data.push(bits.slice(at, at + 8).reduce((sum, bit, place) => sum | (bit << (7 - place)), 0));
  for (let pad = 0xec; data.length < capacity(version); pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** x·y in GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1. */
function times(x: number, y: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) product = (product << 1) ^ (product >> 7) * 0x11d ^ ((y >> bit) & 1) * x;
  return product;
}

/** Reed–Solomon: the remainder of the data by the generator of this degree. */
function remainder(data: number[], degree: number): number[] {
  let generator = [1];
  for (let n = 0, root = 1; n < degree; n++, root = times(root, 2))
    generator = [...generator, 0].map((value, at) => value ^ (at ? times(generator[at - 1]!, root) : 0));
  const rest = new Array<number>(degree).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift()!;
    rest.push(0);
    for (let at = 0; at < degree; at++) rest[at]! ^= times(generator[at + 1]!, factor);
  }
  return rest;
}

function interleave(version: number, data: number[]): number[] {
  const [degree, count] = [ECC[version - 1]!, BLOCKS[version - 1]!];
  const short = Math.floor(data.length / count);
  const long = data.length % count;
  let from = 0;
  const blocks = Array.from({ length: count }, (_, n) => data.slice(from, (from += short + (n < count - long ? 0 : 1))));
  const checks = blocks.map((block) => remainder(block, degree));
  const column = (rows: number[][], length: number) => Array.from({ length }, (_, at) => rows.flatMap((row) => row.slice(at, at + 1))).flat();
  return [...column(blocks, short + 1), ...column(checks, degree)];
}

function frame(version: number): { grid: Grid; fixed: boolean[][] } {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const fixed = grid.map((row) => row.map(() => false));
  const set = (x: number, y: number, dark: boolean) => {
    if (!grid[y] || grid[y][x] === undefined) return;
    grid[y][x] = +dark;
    fixed[y]![x] = true;
  };
  const square = (cx: number, cy: number, reach: number, light: number[]) => {
    for (let y = -reach; y <= reach; y++) for (let x = -reach; x <= reach; x++) set(cx + x, cy + y, !light.includes(Math.max(Math.abs(x), Math.abs(y))));
  };
  for (let at = 0; at < size; at++) set(at, 6, at % 2 === 0), set(6, at, at % 2 === 0);
  const [near, far] = [3, size - 4];
  for (const [x, y] of [[near, near], [far, near], [near, far]] as const) square(x, y, 4, [2, 4]);
  const centres = alignment(version, size);
  for (const x of centres) for (const y of centres) if (!(fixed[y]![x] && (x === 6 || y === 6) && (x < 9 || x > size - 9) && (y < 9 || y > size - 9))) square(x, y, 2, [1]);
  format(grid, set);
  if (version > 6) {
    const bits = (version << 12) | bch(version, 12, 0x1f25);
    for (let n = 0; n < 18; n++) {
      const [a, b] = [size - 11 + (n % 3), Math.floor(n / 3)];
      set(a, b, !!((bits >> n) & 1));
      set(b, a, !!((bits >> n) & 1));
    }
  }
  return { grid, fixed };
}

function alignment(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((size - 13) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, n) => size - 7 - n * step).reverse()];
}

function bch(value: number, bits: number, generator: number): number {
  let rest = value;
  for (let n = 0; n < bits; n++) rest = (rest << 1) ^ ((rest >> (bits - 1)) & 1) * generator;
  return rest;
}

/** Which level (M is 00) and which mask (3), twice. */
function format(grid: Grid, set: Set = (x, y, dark) => void (grid[y]![x] = +dark)): void {
  const bits = ((3 << 10) | bch(3, 10, 0x537)) ^ 0x5412;
  const size = grid.length;
  for (let n = 0; n < 15; n++) {
    const dark = !!((bits >> n) & 1);
    set(8, n < 6 ? n : n < 8 ? n + 1 : size - 15 + n, dark);
    set(n < 8 ? size - 1 - n : n < 9 ? 15 - n : 14 - n, 8, dark);
  }
  set(8, size - 8, true);
}

/** The bits go up and down in columns of two, from the right; the column of the timing pattern is left out. */
function fill(grid: Grid, fixed: boolean[][], data: number[]): void {
  const size = grid.length;
  let n = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (fixed[y]![x]) continue;
        grid[y]![x] = ((data[n >> 3] ?? 0) >> (7 - (n & 7))) & 1;
        n++;
      }
  }
}
