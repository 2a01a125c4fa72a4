// Asks of one category at a time, by keys, and sends what was said; the server draws every case.
"use strict";

(() => {
  const work = document.getElementById("work");
  let place = 0; // which category is asked about
  let busy = false; // what was said is on its way

  const form = () => document.getElementById("labels");
  const sets = () => [...document.querySelectorAll("#labels fieldset")];
  const steps = () => [...document.querySelectorAll("#labels .steps button")];
  const answerOf = (set) => (set.querySelector("input:checked") || { value: "" }).value;

  function begin() {
    if (!form()) return;
    form().classList.add("stepped");
    // Nothing is left that a browser could ask for itself: what is missing is asked about here.
    form().noValidate = true;
    const open = sets().findIndex((set) => !answerOf(set));
    turnTo(open < 0 ? 0 : open);
  }

  function turnTo(number) {
    place = Math.min(Math.max(number, 0), sets().length - 1);
    sets().forEach((set, index) => (set.hidden = index !== place));
    steps().forEach((button, index) => {
      if (index === place) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
      button.querySelector(".said-so").textContent = answerOf(sets()[index]);
    });
    form().scrollTop = 0;
  }

  function answer(value) {
    const set = sets()[place];
    if (!set || busy) return;
    set.querySelector(`input[value=${value}]`).checked = true;
    goOn();
  }

  function goOn() {
    turnTo(place); // shows what was answered
    const open = sets().findIndex((set) => !answerOf(set));
    if (open < 0) {
      send(null);
      return;
    }
    const later = sets().findIndex((set, index) => index > place && !answerOf(set));
    turnTo(later < 0 ? open : later);
    say(sets()[place].dataset.title);
  }

  async function send(rest) {
    if (!form() || busy) return;
    const values = Object.fromEntries(new FormData(form()));
    if (rest) values.rest = rest;
    await ask(form().getAttribute("action"), values);
  }

  async function ask(path, values) {
    if (busy) return;
    busy = true;
    work.setAttribute("aria-busy", "true");
    const part = await askForPart(path, values);
    busy = false;
    work.removeAttribute("aria-busy");
    if (!part.ok) {
      // What was answered stays, so that it can be sent again.
      const wrong = document.getElementById("wrong");
      wrong.hidden = false;
      wrong.innerHTML = part.text;
      return;
    }
    work.innerHTML = part.text;
    begin();
    const progress = document.getElementById("progress");
    const title = document.getElementById("case-title");
    say(`${progress ? progress.textContent : ""}${title ? "" : ". Nothing waits."}`);
    if (title) title.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  function skip() {
    const link = document.querySelector("[data-skip]");
    if (!link) return;
    const query = link.getAttribute("href").split("?")[1];
    history.replaceState(null, "", `/review?${query}`);
    ask(`/review/work?${query}`);
  }

  function undo() {
    const last = document.querySelector("[data-undoes]");
    if (last) ask(last.getAttribute("action"), Object.fromEntries(new FormData(last)));
  }

  async function show(name) {
    const link = document.querySelector(`[data-part=${name}]`);
    if (!link) return;
    const place = link.parentElement;
    const part = await askForPart(link.getAttribute("href"));
    place.innerHTML = part.text;
    place.scrollIntoView({ block: "nearest" });
  }

  function note() {
    const field = sets()[place] && sets()[place].querySelector("textarea");
    if (field) field.focus();
  }

  listenForKeys({
    d: () => answer("done"), a: () => answer("attempted"), n: () => answer("no"), o: () => answer("open"),
    N: () => send("no"), t: note, j: () => form() && turnTo(place + 1), k: () => form() && turnTo(place - 1),
    s: skip, u: undo, p: () => show("told"),
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.matches("#labels textarea")) {
      event.preventDefault();
      event.target.blur();
    }
  });

  document.addEventListener("click", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const step = event.target.closest("[data-to]");
    if (step) turnTo(Number(step.dataset.to));
    const part = event.target.closest("[data-part]");
    if (part && plain) {
      event.preventDefault();
      show(part.dataset.part);
    }
    if (event.target.closest("[data-skip]") && plain) {
      event.preventDefault();
      skip();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("#labels input[type=radio]")) turnTo(place);
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-undoes]")) {
      event.preventDefault();
      undo();
    } else if (event.target === form()) {
      event.preventDefault();
      const rest = event.submitter && event.submitter.name === "rest" ? event.submitter.value : null;
      if (rest || sets().every(answerOf)) send(rest);
      else goOn();
    }
  });

  begin();
})();
