/** A few pictures of one's own that comfort. They lie sealed on this phone, go nowhere, and are gone with signing out. */
import type { Phone } from "../companion/phone";

const PICTURES = "pictures";
const MOST = 6;
const LONGEST_EDGE = 1024;

export async function picturesOn(phone: Phone): Promise<string[]> {
  return (await phone.recall<string[]>(PICTURES)) ?? [];
}

/** Keeps a picture, made smaller; the oldest gives way to a seventh. Rejects for what is no picture, or when there is no room. */
export async function addPicture(phone: Phone, file: File): Promise<string[]> {
  const before = await picturesOn(phone);
  const kept = [...before, await smaller(file)].slice(-MOST);
  await phone.keep(PICTURES, kept);
  if (!phone.isInPageOnly(PICTURES)) return kept;
  await phone.keep(PICTURES, before);
  throw new Error("no room for a picture");
}

export async function removePicture(phone: Phone, index: number): Promise<string[]> {
  const left = (await picturesOn(phone)).filter((_, place) => place !== index);
  await phone.keep(PICTURES, left);
  return left;
}

async function smaller(file: File): Promise<string> {
  const drawn = await createImageBitmap(file);
  const share = Math.min(1, LONGEST_EDGE / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(drawn.width * share);
  canvas.height = Math.round(drawn.height * share);
  canvas.getContext("2d")?.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.8);
}
