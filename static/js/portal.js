/* Small helpers of the pages. Everything works without them; with them nothing typed is lost.

AUTOSAVE
  <form data-autosave data-url="/…" data-version="3">  each field inside <div class="field" data-field="result"> with
  <div class="field-state" data-state aria-live="polite"></div> and perhaps a <ul class="problems"> of what is wrong in it.
  A changed field is POSTed to data-url as  field, value, version  with header X-CSRFToken, one request at a time per form.
  Answers:
    200 with Saved-At: 09:41 and Saved-Version: 4, and as HTML the parts of the page that have changed, each a
        <div data-part="id of its place">. A part in which somebody types, or has typed what is not saved, stays.
    409 {"conflict": {"by": "Chị Hoa", "at": "09:40", "theirs": "…"}, "version": 4}
        both texts are shown; keeping ours sends it again with the new version.
    400, 403, 423 {"message": "…"}  the sentence is shown at the field; what was typed stays.
    401, another answer, or a redirect: the session has ended. A link opens the sign-in page in a new tab;
        on return the page fetches a fresh CSRF token and saves again.
  A link or a form that leaves the page waits until its fields are saved; the browser asks only about what could not be.
  While something is pressed nothing on the page moves: what a save has to say is shown once it is let go.
  Until it is saved, what was typed lies in localStorage under unsaved:<person>:<data-url>:<field> and is offered after a reload.

FORMS AND ENDED SESSIONS
  What a form without autosave sends lies in sessionStorage until the next page has come. When that is the sign-in page, or
  one with [data-session-ended], the form's page shows it again after signing in: only to the same person, in the same tab.

OTHER ATTRIBUTES
  <form data-once>                       a second press does nothing
  <form data-autosubmit>                 filters: a changed select or date applies at once
  <button data-needs="id">               cannot be pressed while the field with that id is blank
  <input type="checkbox" data-select-all="name">   ticks every enabled checkbox of that name
  [data-selected="name"]                 shows how many are ticked; buttons with data-needs-selection="name" wait for one
  <span data-file-name>                  beside a file button in one's own words: names the chosen file
  <input type="file" data-upload="/…">   sends the file at once (field “file”), shows the share sent; answers as autosave
  <div data-job-url="/…">                a long job: {"state","done","total","message","result_url"} asked until it has ended
  <button data-toggle="II" aria-expanded>    folds the rows with data-under="II …"; [data-toggle-all] opens all
  <tbody data-more="8" data-more-label="Hiện {n} nhiệm vụ còn lại">   folds the rows after the eighth
  <button aria-controls="id" aria-expanded="false">   turns its aria-expanded; the style sheet shows or hides the rest
  [data-fill="e-mail|password"]          fills the sign-in form of the demo
*/

import { autosave } from "./portal/autosave.js";
import { fold, shorten } from "./portal/folding.js";
import { count, waitForReason } from "./portal/forms.js";
import { follow } from "./portal/jobs.js";
import "./portal/leaving.js";
import { all } from "./portal/page.js";
import { showSent } from "./portal/session.js";
import "./portal/uploads.js";

document.documentElement.classList.add("js");

/* The page, and later every part of it that htmx brings. */

const bound = new WeakSet();

function bind(root) {
  const each = (selector, act) => {
    for (const element of [...(root.matches(selector) ? [root] : []), ...all(selector, root)]) {
      if (bound.has(element)) continue;
      bound.add(element);
      act(element);
    }
  };
  each("form[data-autosave]", autosave);
  each("[data-needs]", waitForReason);
  each("[data-select-all]", (master) => count(master.dataset.selectAll));
  each("[data-job-url]", follow);
  each("tbody[data-more]", shorten);
  if (root.querySelector("[data-under]")) fold();
}

bind(document.body);
showSent();
document.addEventListener("htmx:load", (event) => bind(event.detail.elt));
