// Moves an episode's page along its events: by line, keys, links, by itself, and as the agent works.
// The server draws every view; here is only where one looks, and when to ask for the next.
"use strict";

(() => {
  const facts = JSON.parse(document.getElementById("timeline").textContent);
  const base = `/episodes/${facts.episode}`;
  const range = document.getElementById("at");
  const count = document.getElementById("count");
  const link = document.getElementById("here");
  const speed = document.getElementById("speed");
  const play = document.querySelector("[data-do=play]");
  const EVENT_MS = 900;
  const FAST = 10;
  const LONGEST_MS = 4000;

  let at = Number(range.value);
  let last = facts.last;
  let timer = null;
  let asked = null; // the view that is on its way
  let wanted = null; // the one to ask for after it
  let live = facts.running && at === last;

  const panes = () => document.querySelector(".panes");

  function address(number) {
    // What somebody chose to read stays chosen while they move.
    const query = new URLSearchParams(panes().dataset.query);
    query.set("at", number);
    return `?${query}`;
  }

  function show(number) {
    number = Math.min(Math.max(number, 1), last);
    if (number === at && asked === null) return;
    at = number;
    range.value = at;
    label();
    wanted = at;
    if (asked === null) fetchWanted();
  }

  async function fetchWanted() {
    while (wanted !== null && wanted !== Number(panes().dataset.at)) {
      asked = wanted;
      wanted = null;
      const query = address(asked);
      await htmx.ajax("GET", `${base}/view${query}`, { target: "#view", swap: "innerMorph" });
      history.replaceState(null, "", query);
      if (Number(panes().dataset.at) !== asked) break; // an error is shown in its place
    }
    asked = null;
    wanted = null;
    settle();
  }

  function settle() {
    const entries = document.getElementById("entries");
    const current = entries && entries.querySelector(".current");
    if (!current) return;
    const below = current.getBoundingClientRect().bottom - entries.getBoundingClientRect().bottom;
    if (entries.scrollHeight > entries.clientHeight) entries.scrollTop += below + 16;
    const marked = document.querySelector(".letter mark");
    const letter = document.querySelector(".letter");
    if (letter) letter.scrollTop = marked ? Math.max(0, marked.offsetTop - letter.offsetTop - letter.clientHeight / 3) : 0;
  }

  function label() {
    count.textContent = `${at} / ${last}`;
    range.setAttribute("aria-valuetext", `Event ${at} of ${last}`);
    link.href = address(at);
    document.querySelectorAll("[data-shows=step]").forEach((place) => {
      place.textContent = panes().dataset.step;
    });
  }

  function next(list, from) {
    return list.find((each) => each > from);
  }

  function before(list, from) {
    return list.filter((each) => each < from).pop();
  }

  function pause() {
    clearTimeout(timer);
    timer = null;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  function start() {
    if (at >= last) show(1);
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    wait();
  }

  function wait() {
    const gap = (facts.wall[at] ?? 0) - (facts.wall[at - 1] ?? 0);
    const ms = speed.value === "real" ? gap : speed.value === "fast" ? Math.min(gap / FAST, LONGEST_MS) : EVENT_MS;
    timer = setTimeout(() => {
      if (at >= last) {
        if (!facts.running) pause();
        else wait();
        return;
      }
      show(at + 1);
      wait();
    }, Math.max(ms, 40));
  }

  const acts = {
    previous: () => move(at - 1),
    next: () => move(at + 1),
    first: () => move(1),
    last: () => move(last),
    step: () => move(next(facts.steps, at) ?? last),
    stepBack: () => move(before(facts.steps, at) ?? 1),
    finding: () => move(next(facts.marks, at) ?? facts.marks[0] ?? at),
    findingBack: () => move(before(facts.marks, at) ?? facts.marks[facts.marks.length - 1] ?? at),
    play: () => (timer === null ? start() : pause()),
    pane: () => turnTo(document.getElementById("view").dataset.shown === "mail" ? "talk" : "mail"),
  };

  function turnTo(pane) {
    document.getElementById("view").dataset.shown = pane;
    document.querySelectorAll("[data-pane]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
    });
    settle();
  }

  function move(number) {
    pause();
    live = facts.running && number >= last;
    show(number);
  }

  const keys = {
    " ": "play", ArrowLeft: "previous", ArrowRight: "next", j: "step", k: "stepBack",
    f: "finding", F: "findingBack", Home: "first", End: "last", m: "pane",
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input:not([type=range]), select, textarea, summary");
    if (field || (event.key === " " && event.target.closest("button, a"))) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    acts[act]();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) acts[button.dataset.do]();
    const pane = event.target.closest("[data-pane]");
    if (pane) turnTo(pane.dataset.pane);
    const to = event.target.closest("a[data-at]");
    if (to && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      move(Number(to.dataset.at));
    }
  });

  range.addEventListener("input", () => move(Number(range.value)));
  document.addEventListener("htmx:after:swap", label);

  function follow() {
    const stream = new EventSource(`/api/v1/episodes/${facts.episode}/events/stream?from=${last + 1}`);
    const came = (event) => {
      const number = Number(event.lastEventId);
      if (!(number > last)) return;
      last = number;
      range.max = last;
      const data = JSON.parse(event.data);
      facts.wall[last - 1] = Date.parse(data.wall) - facts.began;
      if (data.kind === "model_call") facts.steps.push(last);
      label();
      if (live) show(last);
    };
    facts.kinds.forEach((kind) => stream.addEventListener(kind, came));
    stream.addEventListener("end", () => {
      stream.close();
      facts.running = false;
      say("The episode has ended.");
    });
  }

  // Orders go to the API, as anybody's would; what comes of them is another episode's page.
  document.querySelectorAll("[data-order]").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const wrong = form.querySelector(".wrong");
      const button = form.querySelector("button");
      button.disabled = true;
      try {
        const answer = await fetch(form.dataset.order, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(orderOf(form)),
        });
        const told = await answer.json();
        if (!answer.ok) throw new Error(told.detail);
        const made = told[form.dataset.follows ?? "episode"];
        if (made !== facts.episode) window.location.assign(`/episodes/${made}`);
        else window.location.reload();
      } catch (error) {
        wrong.textContent = error.message;
        wrong.hidden = false;
        button.disabled = false;
      }
    });
  });

  function orderOf(form) {
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    if ("step" in form.dataset) given.step = Number(panes().dataset.step);
    if (given.reply) given.reply = { text: given.reply };
    return given;
  }

  window.addEventListener("load", settle);
  if (facts.running) follow();
  label();
})();
