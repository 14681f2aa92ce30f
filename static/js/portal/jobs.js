/* Long jobs: asked how far they are until they have ended. */

import { drawing } from "./page.js";
import { words } from "./words.js";

export async function follow(job) {
  for (let pause = 1000; ; pause = Math.min(pause * 1.2, 5000)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const answer = await fetch(job.dataset.jobUrl, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) continue;
    const { state, done, total, message, result_url: result } = await answer.json();
    const bar = job.querySelector("progress");
    const ended = state === "done" || state === "failed";
    job.dataset.jobState = state;
    job.querySelector("[data-job-badge] span span").textContent = words.jobStates[state];
    job.querySelector("[data-job-message]").textContent = state === "running" || state === "failed" ? message : "";
    job.querySelector("[data-job-count]").textContent = total && !ended ? `${done}/${total}` : "";
    bar.max = total || 1;
    bar.value = done ?? 0;
    if (!ended) continue;
    bar.hidden = true;
    job.querySelector("[data-job-badge] .icon")?.replaceWith(drawing(state === "done" ? "saved" : "failed"));
    const link = job.querySelector("[data-job-result]");
    if (state === "done" && result && link) {
      link.href = result;
      link.hidden = false;
    }
    if (state === "done" && "jobReload" in job.dataset) location.reload();
    return;
  }
}
