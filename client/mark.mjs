/** The home screen's picture, drawn by ourselves: a bridge under a low sun (the shape of ui/mark.svg), as a PNG. */
import { deflateSync } from "node:zlib";

const GROUND = [0x1f, 0x55, 0x60];
const SUN = [0xf2, 0xb4, 0x6a];
const BRIDGE = [0xee, 0xf6, 0xf5];
const MIDDLE = 16; // the shape lies on 32 by 32 units

const arch = [...curve([4.5, 22.5], [8, 15.5], [12, 14], [16, 14]), ...curve([16, 14], [20, 14], [24, 15.5], [27.5, 22.5])];
const beams = [[[10.5, 16.8], [10.5, 22.5]], [[16, 14.6], [16, 22.5]], [[21.5, 16.8], [21.5, 22.5]], [[4.5, 22.5], [27.5, 22.5]]];

/** A square picture; `corner` rounds it (in units), `scale` keeps the shape inside what a phone's mask leaves. */
export function mark(pixels, { corner = 0, scale = 1 } = {}) {
  const rows = Buffer.alloc(pixels * (pixels * 4 + 1));
  const unit = 32 / pixels;
  for (let y = 0; y < pixels; y += 1)
    for (let x = 0; x < pixels; x += 1) {
      const at = [(x + 0.5) * unit, (y + 0.5) * unit];
      const shape = at.map((one) => (one - MIDDLE) / scale + MIDDLE);
      const cover = (distance) => Math.min(1, Math.max(0, 0.5 - (distance * scale) / unit));
      let colour = blend(GROUND, SUN, cover(Math.hypot(shape[0] - 16, shape[1] - 13.5) - 5));
      colour = blend(colour, BRIDGE, cover(Math.min(toLine(shape, arch) - 1.3, ...beams.map((beam) => toLine(shape, beam) - 1))));
      const alpha = Math.round(255 * Math.min(1, Math.max(0, 0.5 - toSquare(at, corner) / unit)));
      rows.set([...colour.map(Math.round), alpha], y * (pixels * 4 + 1) + 1 + x * 4);
    }
  return png(pixels, rows);
}

function blend(under, over, share) {
  return under.map((one, index) => one + (over[index] - one) * share);
}

function curve(a, b, c, d) {
  const along = (t, index) => (1 - t) ** 3 * a[index] + 3 * (1 - t) ** 2 * t * b[index] + 3 * (1 - t) * t ** 2 * c[index] + t ** 3 * d[index];
  return Array.from({ length: 13 }, (_, step) => [along(step / 12, 0), along(step / 12, 1)]);
}

function toLine(point, line) {
  let nearest = Infinity;
  for (let index = 1; index < line.length; index += 1) nearest = Math.min(nearest, toSegment(point, line[index - 1], line[index]));
  return nearest;
}

function toSegment([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

/** How far outside the rounded square a point lies; negative inside. */
function toSquare([x, y], corner) {
  const [dx, dy] = [Math.abs(x - MIDDLE), Math.abs(y - MIDDLE)].map((one) => one - (MIDDLE - corner));
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
}

function png(pixels, rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  header.set([8, 6], 8); // 8 bits each of red, green, blue and alpha
  const parts = [part("IHDR", header), part("IDAT", deflateSync(rows, { level: 9 })), part("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

/** The PNG checksum (zlib's own comes only with Node 20.15). */
function crc32(content) {
  let crc = ~0;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function part(name, content) {
  const named = Buffer.concat([Buffer.from(name), content]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(content.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}
