/**
 * The home screen's pictures, drawn by ourselves from a few shapes on 32 by 32 units: each once as a drawing (SVG) and, in the
 * sizes that phones ask for, as a PNG. The house's own is the shape of ui/mark.svg; the others say nothing about anybody.
 */
import { deflateSync } from "node:zlib";

const MIDDLE = 16;
const arch = [...curve([4.5, 22.5], [8, 15.5], [12, 14], [16, 14]), ...curve([16, 14], [20, 14], [24, 15.5], [27.5, 22.5])];

/** Discs (place and radius), boxes (corner, size, rounding) and lines (points and width), painted one over the other. */
export const LOOKS = {
  home: {
    ground: "#1f5560",
    shapes: [
      { disc: [16, 13.5, 5], fill: "#f2b46a" },
      { line: arch, width: 2.6, fill: "#eef6f5" },
      ...[[[10.5, 16.8], [10.5, 22.5]], [[16, 14.6], [16, 22.5]], [[21.5, 16.8], [21.5, 22.5]], [[4.5, 22.5], [27.5, 22.5]]].map((line) => ({ line, width: 2, fill: "#eef6f5" })),
    ],
  },
  "home-notes": {
    ground: "#f0c75e",
    shapes: [
      { box: [8, 6.5, 16, 19, 2], fill: "#fffdf6" },
      ...[11.5, 15, 18.5].map((y) => ({ line: [[11.5, y], [20.5, y]], width: 1.5, fill: "#8a7a4a" })),
      { line: [[11.5, 22], [16.5, 22]], width: 1.5, fill: "#8a7a4a" },
    ],
  },
  "home-journal": {
    ground: "#39465c",
    shapes: [
      { box: [8.5, 6.5, 15.5, 19, 2], fill: "#e9e4da" },
      { box: [8.5, 6.5, 3.5, 19, 1.2], fill: "#b9ab97" },
      { line: [[19.5, 7.5], [19.5, 13.5]], width: 2.4, fill: "#c2604f" },
    ],
  },
};

/** The picture as a drawing, with rounded corners of its own. */
export function drawing({ ground, shapes }) {
  const parts = shapes.map(({ disc, box, line, width, fill }) => {
    if (disc) return `<circle cx="${disc[0]}" cy="${disc[1]}" r="${disc[2]}" fill="${fill}"/>`;
    if (box) return `<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" rx="${box[4]}" fill="${fill}"/>`;
    const points = line.map((point) => point.join(",")).join(" ");
    return `<polyline points="${points}" fill="none" stroke="${fill}" stroke-width="${width}" stroke-linecap="round"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${ground}"/>${parts.join("")}</svg>`;
}

/** A square picture; `corner` rounds it (in units), `scale` keeps the shape inside what a phone's mask leaves. */
export function picture({ ground, shapes }, pixels, { corner = 0, scale = 1 } = {}) {
  const rows = Buffer.alloc(pixels * (pixels * 4 + 1));
  const unit = 32 / pixels;
  const painted = shapes.map((shape) => ({ shape, colour: rgb(shape.fill) }));
  const under = rgb(ground);
  for (let y = 0; y < pixels; y += 1)
    for (let x = 0; x < pixels; x += 1) {
      const at = [(x + 0.5) * unit, (y + 0.5) * unit];
      const inside = at.map((one) => (one - MIDDLE) / scale + MIDDLE);
      const cover = (distance) => Math.min(1, Math.max(0, 0.5 - (distance * scale) / unit));
      const colour = painted.reduce((so_far, { shape, colour: over }) => blend(so_far, over, cover(distanceTo(shape, inside))), under);
      const alpha = Math.round(255 * Math.min(1, Math.max(0, 0.5 - toBox(at, [0, 0, 32, 32, corner]) / unit)));
      rows.set([...colour.map(Math.round), alpha], y * (pixels * 4 + 1) + 1 + x * 4);
    }
  return png(pixels, rows);
}

function rgb(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

function distanceTo({ disc, box, line, width }, point) {
  if (disc) return Math.hypot(point[0] - disc[0], point[1] - disc[1]) - disc[2];
  return box ? toBox(point, box) : toLine(point, line) - width / 2;
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

/** How far outside a rounded box a point lies; negative inside. */
function toBox([x, y], [left, top, wide, high, corner]) {
  const dx = Math.abs(x - left - wide / 2) - (wide / 2 - corner);
  const dy = Math.abs(y - top - high / 2) - (high / 2 - corner);
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
