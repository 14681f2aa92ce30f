/* Nothing moves under a finger: what changes the page waits until what is being pressed is let go, else the press ends
beside the link it began on and is lost. A tap's click comes a moment after the finger has left. */

import { all } from "./page.js";

const TAP = 60;
let pressed = false;
const held = new Map(); // element → the last change of it that waits

export function once(element, change) {
  if (pressed) held.set(element, change);
  else change();
}

function release() {
  pressed = false;
  for (const change of held.values()) change();
  held.clear();
}
addEventListener("pointerdown", (event) => (pressed ||= event.button === 0), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release, TAP), true);
addEventListener("pointermove", (event) => pressed && !event.buttons && release(), true); // let go outside the window

/* The focus stays on the control it was on. */
export function renew(place, html) {
  once(place, () => {
    const controls = () => all("a, button, input, summary", place);
    const at = controls().indexOf(document.activeElement);
    place.innerHTML = html;
    if (at >= 0) controls()[at]?.focus();
  });
}
