/* Two editors of one field: both texts side by side, and the choice. */

import { button, make } from "./page.js";
import { words } from "./words.js";

/* Takes the question away. */
export function settled(block) {
  block?.querySelector(".conflict")?.remove();
}

/* Shows in the field's block what the other one wrote beside `mine`. */
export function dispute(block, { by, at, theirs }, mine, { keepMine, takeTheirs }) {
  settled(block);
  const side = (label, text, action, act) =>
    make(
      "div",
      {},
      make("small", {}, label),
      make("blockquote", {}, text || words.blank),
      button(action, act, "button"),
    );
  block?.append(
    make(
      "div",
      { className: "conflict", role: "alert" },
      make("p", {}, words.conflict(by, at)),
      side(words.mine, mine, words.keepMine, keepMine),
      side(words.theirs(by), theirs, words.takeTheirs, takeTheirs),
    ),
  );
}
