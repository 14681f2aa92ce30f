// Lists that are searched as one types (select2) say to the eye only what they are: name them by their labels.

function name(list) {
  const combo = list.nextElementSibling?.querySelector("[role=combobox]");
  if (!combo) return;
  const label = document.querySelector(`label[for="${CSS.escape(list.id)}"]`);
  const said = list.getAttribute("aria-label") ?? label?.textContent.trim().replace(/:$/, "");
  if (!said) return;
  const chosen = combo.querySelector(".select2-selection__rendered");
  combo.setAttribute("aria-label", said);
  chosen?.setAttribute("aria-label", `${said}: ${chosen.textContent.trim() || "–"}`);
  combo.id ||= `${list.id}-combobox`;
  combo.setAttribute("aria-labelledby", [combo.id, chosen?.id].filter(Boolean).join(" "));
}

function nameAll(within) {
  for (const list of within.querySelectorAll("select.admin-autocomplete")) {
    name(list);
    window.django?.jQuery?.(list).on("change", () => name(list)); // select2 tells jQuery alone
  }
}

addEventListener("load", () => nameAll(document));
document.addEventListener("formset:added", (event) => setTimeout(() => nameAll(event.target)));
