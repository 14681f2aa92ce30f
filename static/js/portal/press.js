/* Nothing moves under a finger: what changes the page waits until what is being pressed is let go, else the press ends
beside the link it began on and is lost. A tap's click comes a moment after the finger has left. */

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
