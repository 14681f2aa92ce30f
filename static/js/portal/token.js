/* CSRF: the cookie cannot be read, so the token is that of the page, renewed from a fresh copy of it. */

import { all } from "./page.js";

export let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export async function renewToken() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!fresh) return false;
  token = fresh;
  for (const input of all("[name=csrfmiddlewaretoken]")) input.value = fresh;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
  return true;
}
