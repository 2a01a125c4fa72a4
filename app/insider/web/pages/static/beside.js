// Moves two episodes along their steps together: by line, keys and links. The server draws the view.
"use strict";

(() => {
  const facts = JSON.parse(document.getElementById("pair").textContent);
  const range = document.getElementById("at");
  const count = document.getElementById("count");
  const link = document.getElementById("here");
  let at = Number(range.value);
  let asking = false;
  let wanted = null; // the step to show when the one that is asked for has come

  const shown = () => Number(document.querySelector(".steps").dataset.at);

  async function show(step) {
    at = Math.min(Math.max(step, 0), facts.last);
    range.value = at;
    label();
    wanted = at;
    if (asking) return;
    asking = true;
    while (wanted !== null && wanted !== shown()) {
      const next = wanted;
      wanted = null;
      await htmx.ajax("GET", `${facts.base}/view?step=${next}`, { target: "#view", swap: "innerHTML" });
      history.replaceState(null, "", `?step=${next}`);
      if (!document.querySelector(".steps") || shown() !== next) break; // an error is shown in its place
    }
    asking = false;
    settle();
  }

  function label() {
    count.textContent = `${at} / ${facts.last}`;
    range.setAttribute("aria-valuetext", `Step ${at} of ${facts.last}`);
    link.href = `?step=${at}`;
  }

  function settle() {
    const current = document.querySelector(".step.current");
    const view = document.getElementById("view");
    if (!current) return;
    if (view.scrollHeight > view.clientHeight) view.scrollTop = current.offsetTop - view.offsetTop - 8;
    else current.scrollIntoView({ block: "start" });
  }

  const acts = {
    previous: () => show(at - 1),
    next: () => show(at + 1),
    first: () => show(0),
    last: () => show(facts.last),
    parted: () => facts.parted !== null && show(facts.parted),
    finding: () => facts.found.length && show(facts.found.find((each) => each > at) ?? facts.found[0]),
    findingBack: () => facts.found.length && show(facts.found.filter((each) => each < at).pop() ?? facts.found[facts.found.length - 1]),
  };

  const keys = {
    ArrowLeft: "previous", ArrowRight: "next", k: "previous", j: "next",
    Home: "first", End: "last", d: "parted", f: "finding", F: "findingBack",
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=range]), select, textarea, summary")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    acts[act]();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) acts[button.dataset.do]();
    const to = event.target.closest("a[data-step]");
    if (to && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      show(Number(to.dataset.step));
    }
  });

  range.addEventListener("input", () => show(Number(range.value)));
  window.addEventListener("load", settle);
  label();
})();
