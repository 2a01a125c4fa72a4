// Keeps the list of what waits current, and lets an operator decide by keys. What somebody reads or
// writes is never replaced under their hands, and focus stays where it is.
"use strict";

(() => {
  const LOOKS_EVERY_MS = 1000;
  const queue = () => document.getElementById("queue");
  const shown = () => document.querySelector("#case .held");
  const items = () => [...document.querySelectorAll("#waiting li")];
  let busy = false; // a decision is on its way
  let looking = false;
  let coming = null; // the act that is chosen and not shown yet: its id, and the answer to wait for

  function chosen() {
    const held = shown();
    return held ? held.dataset.id : "";
  }

  async function choose(item) {
    if (!item) return;
    const mine = { id: item.dataset.id, answer: askForPart(`/approvals/${item.dataset.id}/case`) };
    coming = mine;
    const part = await mine.answer;
    if (coming !== mine) return; // another one was chosen while this was on its way
    coming = null;
    if (!part.ok) {
      tellWrong(part.text);
      return;
    }
    document.getElementById("case").innerHTML = part.text;
    mark();
    history.replaceState(null, "", `/approvals?about=${item.dataset.id}`);
    item.scrollIntoView({ block: "nearest" });
  }

  function mark() {
    for (const item of items()) {
      const link = item.querySelector("a");
      if (item.dataset.id === chosen()) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function step(by) {
    if (writes()) return;
    const all = items();
    const from = coming ? coming.id : chosen();
    const place = all.findIndex((item) => item.dataset.id === from);
    choose(all[Math.min(Math.max(place + by, 0), all.length - 1)]);
  }

  async function look() {
    if (busy || looking || document.hidden || !queue()) return;
    looking = true;
    const before = new Set(items().map((item) => item.dataset.id));
    const known = queue().dataset.known;
    try {
      await htmx.ajax("GET", `/approvals/waiting?known=${known}&about=${chosen()}`, { source: "#waiting", target: "#waiting", swap: "innerMorph" });
      mark(); // another one may have been chosen since it was asked for
      if (queue() && queue().dataset.known !== known) await changed(before);
    } finally {
      looking = false;
    }
  }

  async function changed(before) {
    const come = items().filter((item) => !before.has(item.dataset.id));
    if (come.length) {
      const line = come[0].querySelector(".line").textContent;
      say(come.length === 1 ? `New, waits for approval: ${line}` : `${come.length} new acts wait for approval.`);
    }
    count();
    const held = shown();
    if (!held) {
      await choose(items()[0]);
      return;
    }
    const item = items().find((each) => each.dataset.id === held.dataset.id);
    const stage = item ? item.dataset.stage : "settled";
    if (stage === held.dataset.stage || busy || coming) return;
    const part = await askForPart(`/approvals/${held.dataset.id}/case`);
    // Somebody may have gone on, or begun to write, while it was on its way.
    if (!part.ok || held !== shown() || busy || coming) return;
    if (isWritten()) {
      tellBeside(held, part.text);
      return;
    }
    document.getElementById("case").innerHTML = part.text;
    const told = document.querySelector("#case .notice");
    if (told) say(told.textContent);
  }

  function isWritten() {
    // A form that was closed again still has what was written into it.
    const fields = [...document.querySelectorAll("#case .decide input, #case .decide textarea")];
    return document.querySelector("#case .edit[open], #case .refuse[open]") || fields.some((each) => each.value !== each.defaultValue);
  }

  function tellBeside(held, text) {
    // What has become of it is told above the form, which stays with what was written into it.
    const come = new DOMParser().parseFromString(text, "text/html").querySelector(".held");
    const told = come && come.querySelector(":scope > .notice");
    if (!told) return;
    held.dataset.stage = come.dataset.stage;
    for (const each of held.querySelectorAll(":scope > .notice")) each.remove();
    told.append(" What you wrote stays here, and cannot be sent any more.");
    document.getElementById("held-title").after(told);
    say(told.textContent);
  }

  function count() {
    const badge = document.getElementById("approvals-count");
    if (badge) htmx.trigger(badge, "look");
  }

  function writes() {
    // What was written would be lost, or the mail approved as it was before.
    if (!document.querySelector("#case .edit[open]")) return false;
    const notice = document.getElementById("notice");
    notice.hidden = false;
    notice.textContent =
      shown().dataset.stage === "person"
        ? "You are changing this mail: Ctrl Enter approves what you wrote; close the form to decide otherwise."
        : "What you wrote is still here; close the form to go on.";
    say(notice.textContent);
    return true;
  }

  function tellWrong(text) {
    const wrong = document.getElementById("notice");
    wrong.hidden = false;
    wrong.innerHTML = text;
    say(wrong.textContent);
  }

  function approve() {
    if (writes()) return;
    if (coming) {
      say("The act is still on its way: look at it first.");
      return;
    }
    const form = document.querySelector("#case [data-decides=a]");
    if (form && !busy) form.requestSubmit();
  }

  async function whatIsChosen() {
    while (coming) await coming.answer;
  }

  async function refuse() {
    await whatIsChosen();
    const details = document.querySelector("#case .refuse");
    if (!details) return;
    details.open = true;
    document.getElementById("reason").focus();
  }

  async function edit() {
    await whatIsChosen();
    const details = document.querySelector("#case .edit");
    if (!details) return;
    details.open = true;
    document.getElementById("edit-text").focus();
  }

  async function open() {
    await whatIsChosen();
    const link = document.querySelector("#case a.open");
    if (link) link.click();
  }

  listenForKeys({ a: approve, r: refuse, e: edit, j: () => step(1), k: () => step(-1), o: open });

  document.addEventListener("click", (event) => {
    const item = event.target.closest("#waiting li");
    if (!item || !event.target.closest("a") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(item);
  });

  document.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const form = sends && event.target.closest(".edit form");
    if (form) form.requestSubmit();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-decides]");
    if (!form) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const part = await askForPart(form.getAttribute("action"), Object.fromEntries(new FormData(form)));
    busy = false;
    if (!part.ok) {
      tellWrong(part.text);
      return;
    }
    document.getElementById("desk").innerHTML = part.text;
    const notice = document.getElementById("notice");
    if (notice) say(notice.dataset.said);
    count();
    // The form that had the focus is gone; whoever moves by keys goes on at what comes next.
    const title = document.getElementById("held-title");
    if (title && document.activeElement === document.body) title.focus({ preventScroll: true });
    history.replaceState(null, "", chosen() ? `/approvals?about=${chosen()}` : "/approvals");
  });

  setInterval(look, LOOKS_EVERY_MS);
})();
