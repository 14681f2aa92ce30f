/* Files that are sent as soon as they are chosen, with the share sent; the answer is that of a saved field. */

import { fill } from "./autosave.js";
import { drawing } from "./page.js";
import { token } from "./token.js";
import { words } from "./words.js";

function upload(input) {
  const place = input.closest("[data-field]")?.querySelector("[data-state]");
  const say = (is, text) => {
    if (!place) return;
    place.dataset.is = is;
    place.replaceChildren(drawing(is), text);
  };
  const body = new FormData();
  for (const file of input.files) body.append("file", file);
  const request = new XMLHttpRequest();
  request.open("POST", input.dataset.upload);
  request.setRequestHeader("X-CSRFToken", token);
  request.setRequestHeader("Accept", "text/html, application/json");
  request.upload.onprogress = ({ loaded, total }) => say("saving", words.uploading(Math.round((100 * loaded) / total)));
  request.onerror = () => say("failed", words.uploadLost);
  request.onload = () => {
    const at = request.getResponseHeader("Saved-At");
    if (at) {
      say("saved", words.saved(at));
      return fill(request.response);
    }
    const said = request.getResponseHeader("Content-Type")?.includes("json") ? JSON.parse(request.response).message : "";
    say("failed", said || words.uploadRefused(request.status));
  };
  request.send(body);
  input.value = "";
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=file]") || !target.files.length) return;
  const name = target.closest(".file-field")?.querySelector("[data-file-name]");
  if (name) name.textContent = [...target.files].map((file) => file.name).join(", ");
  if (target.matches("[data-upload]")) upload(target);
});
