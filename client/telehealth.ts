/** A room on video, and the page on which one tries one's camera first. */
import { tryDevices } from "./telehealth/check";
import { RoomPage } from "./telehealth/page";
import { canEncrypt, Secrecy } from "./telehealth/secrecy";

const call = document.querySelector<HTMLElement>("#call");
if (call) {
  const room: RoomPage = new RoomPage(document, canEncrypt() && call.dataset["unsealed"] === undefined ? new Secrecy(call.dataset["frames"] ?? "", (code) => room.sealed(code)) : undefined);
  void room.start();
}
if (document.querySelector("#device-check")) tryDevices(document);
