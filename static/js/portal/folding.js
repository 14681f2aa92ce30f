/* Folded rows, long tables, menus. */

import { all, button, make } from "./page.js";

export function fold() {
  const closed = all('[data-toggle][aria-expanded="false"]').map((toggle) => toggle.dataset.toggle);
  for (const row of all("[data-under]")) {
    row.hidden = row.dataset.under.split(" ").some((group) => closed.includes(group));
  }
}

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-toggle]");
  if (toggle) {
    toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") === "false"));
    fold();
  }
  const opener = event.target.closest("[aria-controls][aria-expanded]");
  if (opener) opener.setAttribute("aria-expanded", String(opener.getAttribute("aria-expanded") === "false"));
  for (const menu of all(".band details[open]")) if (!menu.contains(event.target)) menu.open = false;
  if (event.target.closest("[data-toggle-all]")) {
    for (const each of all("[data-toggle]")) each.setAttribute("aria-expanded", "true");
    fold();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all(".band details[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

export function shorten(body) {
  const rest = [...body.rows].slice(Number(body.dataset.more));
  if (rest.length < 2) return;
  for (const row of rest) row.hidden = true;
  const more = button(body.dataset.moreLabel.replace("{n}", rest.length), () => {
    for (const row of rest) row.hidden = false;
    line.remove();
    rest[0].querySelector("a, button, input")?.focus();
  });
  const line = make("tr", { className: "more" }, make("td", { colSpan: 20 }, more));
  body.append(line);
}
