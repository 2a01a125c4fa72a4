// Moves an episode's page along its events: by line, keys, links, by itself, and as the agent works.
// The server draws every view; here is only where one looks, and when to ask for the next.
"use strict";

(() => {
  const read = () => JSON.parse(document.getElementById("timeline").textContent);
  let facts = read();
  const base = `/episodes/${facts.episode}`;
  const range = document.getElementById("at");
  const count = document.getElementById("count");
  const link = document.getElementById("here");
  const speed = document.getElementById("speed");
  const play = document.querySelector("[data-do=play]");
  const EVENT_MS = 900;
  const FAST = 10;
  const LONGEST_MS = 4000;
  const REDRAW_MS = 1000;
  const AGAIN_MS = 15000;
  const VERDICT_MS = 1000; // doubled at each try
  const VERDICT_TRIES = 6;

  let at = Number(range.value);
  let last = facts.last;
  let timer = null;
  let asked = null; // the view that is on its way
  let wanted = null; // the one to ask for after it
  let choice = null; // what somebody chose to read, as a query that was not asked for yet
  let again = false; // what is shown is to be asked for once more
  let live = facts.running && at === last;

  const panes = () => document.querySelector(".panes");

  function address(number, reading = panes().dataset.query) {
    // What somebody chose to read stays chosen while they move.
    const query = new URLSearchParams(reading);
    query.set("at", number);
    return `?${query}`;
  }

  function show(number) {
    number = Math.min(Math.max(number, 1), last);
    if (number === at && asked === null) return;
    at = number;
    range.value = at;
    label();
    ask();
  }

  // One view after the other: the answers of two at once could come in any order.
  function ask() {
    wanted = at;
    if (asked === null) fetchWanted();
  }

  async function fetchWanted() {
    while (wanted !== null && (again || choice !== null || wanted !== Number(panes().dataset.at))) {
      asked = wanted;
      const query = address(asked, choice ?? undefined);
      moves = asked !== Number(panes().dataset.at);
      came = false;
      wanted = null;
      choice = null;
      again = false;
      refused = null;
      await htmx.ajax("GET", `${base}/view${query}`, { source: "#view", target: "#view", swap: "innerMorph" });
      if (!came) {
        stay();
        break;
      }
      if (stale) tell("");
      stale = false;
      history.replaceState(null, "", query);
    }
    asked = null;
    wanted = null;
    choice = null;
  }

  let moves = false; // whether the view that was asked for is of another event
  let came = false; // whether it has come
  let refused = null; // the status with which the server refused it
  let stale = false; // whether the page says so

  // Shows what is still shown as what it is, and why nothing else is.
  function stay() {
    pause();
    at = Number(panes().dataset.at);
    range.value = at;
    label();
    stale = true;
    tell(
      refused === 401
        ? "You are signed out: load the page anew to sign in."
        : `The server did not answer. This is still event ${at}; move again to try again.`,
    );
  }

  const isView = (ctx) => ctx?.target === "#view" || ctx?.target?.id === "view";

  // What somebody chooses to read is asked for in the same row as where they move.
  document.addEventListener("htmx:before:request", (event) => {
    const ctx = event.detail.ctx;
    if (!isView(ctx) || ctx.sourceElement.id === "view") return;
    event.preventDefault();
    choice = ctx.request.action.split("?")[1] ?? "";
    ask();
  });

  // An error does not take the place of what one looks at.
  document.addEventListener("htmx:before:swap", (event) => {
    const ctx = event.detail.ctx;
    const status = ctx.response ? ctx.response.status : 0;
    if (status < 400 || !isView(ctx)) return;
    event.preventDefault();
    refused = status;
  });

  let opened = null; // the message that was shown last

  // Scrolls only to what is out of sight. Before the browser paints, so that nothing jumps.
  function settle({ whole = false } = {}) {
    const entries = document.getElementById("entries");
    const current = entries && entries.querySelector(".current");
    if (current && scrolls(entries)) {
      entries.scrollTop += current.getBoundingClientRect().bottom - entries.getBoundingClientRect().bottom + 16;
    } else if (current && whole) bring(current, null);
    const listed = document.querySelector(".listed");
    const chosen = document.querySelector(".listed [aria-current]");
    if (chosen && scrolls(listed)) bring(chosen, listed);
    const letter = document.querySelector(".letter");
    const sheet = document.querySelector(".sheet");
    const marked = document.querySelector(".letter mark");
    if (sheet && sheet.id !== opened) letter.scrollTop = 0;
    opened = sheet && sheet.id;
    if (marked && scrolls(letter)) bring(marked, letter);
    else if (marked && whole) bring(marked, null);
  }

  function scrolls(box) {
    return box.scrollHeight > box.clientHeight && getComputedStyle(box).overflowY === "auto";
  }

  function bring(thing, box) {
    const place = thing.getBoundingClientRect();
    if (place.height === 0) return; // in a pane that is not shown
    const sight = box
      ? box.getBoundingClientRect()
      : { top: 0, bottom: document.querySelector(".line").getBoundingClientRect().top };
    if (place.top >= sight.top && place.bottom <= sight.bottom) return;
    (box ?? document.scrollingElement).scrollTop += place.top - sight.top - (sight.bottom - sight.top) / 3;
  }

  function label() {
    count.textContent = `${at} / ${last}`;
    range.setAttribute("aria-valuetext", `Event ${at} of ${last}`);
    link.href = address(at);
    markSession();
    document.querySelectorAll("[data-shows=fork]").forEach((place) => {
      const step = forkStep(place.closest("form"));
      place.textContent = step;
      place.closest("form").elements.reply.disabled = step === 0; // no reply comes before the first
    });
  }

  // The session in which one looks is named, and in sight where not all of them are.
  function markSession() {
    const sessions = [...document.querySelectorAll(".sessions a")];
    const current = sessions.filter((each) => Number(each.dataset.at) <= at).pop();
    sessions.forEach((each) => {
      if (each === current) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    });
    if (current) {
      const row = current.parentElement;
      row.scrollTop = current.offsetTop - row.offsetTop;
      row.scrollLeft = current.offsetLeft - row.offsetLeft;
    }
  }

  function forkStep(form) {
    return Math.min(Number(panes().dataset.step), Number(form.dataset.lastStep));
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
    session: () => move(next(facts.sessions, at) ?? at),
    sessionBack: () => move(before(facts.sessions, at) ?? at),
    findingBack: () => move(before(facts.marks, at) ?? facts.marks[facts.marks.length - 1] ?? at),
    play: () => (timer === null ? start() : pause()),
    pane: () => turnTo(document.getElementById("view").dataset.shown === "mail" ? "talk" : "mail"),
  };

  function turnTo(pane) {
    document.getElementById("view").dataset.shown = pane;
    document.querySelectorAll("[data-pane]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
    });
    settle({ whole: true });
  }

  function move(number) {
    pause();
    live = facts.running && number >= last;
    show(number);
  }

  const keys = {
    " ": "play", ArrowLeft: "previous", ArrowRight: "next", j: "step", k: "stepBack",
    f: "finding", F: "findingBack", s: "session", S: "sessionBack", Home: "first", End: "last", m: "pane",
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const more = document.querySelector(".more[open]");
    if (event.key === "Escape" && more) {
      more.open = false;
      more.querySelector("summary").focus();
    }
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
  document.addEventListener("htmx:after:swap", (event) => {
    label();
    if (!isView(event.detail.ctx)) return;
    came = true;
    settle({ whole: moves && facts.marks.includes(asked) });
  });

  const trouble = document.getElementById("trouble");

  function tell(words) {
    trouble.textContent = words;
    trouble.hidden = words === "";
  }

  function follow() {
    const stream = new EventSource(`/api/v1/episodes/${facts.episode}/events/stream?from=${last + 1}`);
    const came = (event) => {
      const number = Number(event.lastEventId);
      if (!(number > last)) return;
      last = number;
      const data = JSON.parse(event.data);
      facts.wall[last - 1] = Date.parse(data.wall) - facts.began;
      if (data.kind === facts.step_kind) facts.steps.push(last);
      if (data.kind === "session_began") facts.sessions.push(last);
      scale();
      label();
      redrawSoon();
      if (live) show(last);
    };
    facts.kinds.forEach((kind) => stream.addEventListener(kind, came));
    stream.addEventListener("open", () => tell(""));
    stream.addEventListener("error", () => {
      if (!facts.running) return;
      if (stream.readyState === EventSource.CONNECTING) {
        tell("The connection to the server is lost: what you see may be old. It is tried again.");
        return;
      }
      tell("This page cannot follow the episode now: what you see may be old. It tries again every 15 seconds.");
      setTimeout(follow, AGAIN_MS);
    });
    stream.addEventListener("end", () => {
      stream.close();
      facts.running = false;
      tell("");
      say("The episode has ended.");
      finish();
    });
  }

  // What is drawn keeps its place under a line that grows, until it is drawn anew.
  function scale() {
    range.max = last;
    const drawn = document.querySelector("#drawing svg");
    const height = drawn.viewBox.baseVal.height;
    drawn.setAttribute("viewBox", `0 0 ${(1000 * last) / Math.max(drawn.dataset.last, 1)} ${height}`);
  }

  let redrawing = false;

  async function redrawSoon() {
    if (redrawing) return;
    redrawing = true;
    await new Promise((done) => setTimeout(done, REDRAW_MS));
    redrawing = false;
    if (facts.running) await redraw();
  }

  async function redraw() {
    await htmx.ajax("GET", `${base}/line`, { source: "#drawing", target: "#drawing", swap: "innerHTML" });
    const drawn = read();
    // Events may have come since it was drawn.
    drawn.wall = drawn.wall.concat(facts.wall.slice(drawn.last));
    drawn.steps = drawn.steps.concat(facts.steps.filter((each) => each > drawn.last));
    drawn.running = drawn.running && facts.running;
    facts = drawn;
    last = Math.max(last, drawn.last);
    scale();
    label();
    document.querySelector("[data-do=finding]").disabled = facts.marks.length === 0;
  }

  // An episode is inspected when it has ended, which takes a while.
  async function finish() {
    // In this order: what is asked for last cannot lack a verdict that the first has.
    await redraw();
    await renewAbout();
    for (let tries = 0; !facts.inspected && tries < VERDICT_TRIES; tries += 1) {
      await new Promise((done) => setTimeout(done, VERDICT_MS * 2 ** tries));
      await redraw();
      if (facts.inspected) await renewAbout();
    }
    if (facts.inspected) {
      again = true;
      ask();
    }
  }

  // Each part asks for itself: htmx lets requests of one element wait for one another.
  async function renewAbout() {
    let stood = null;
    // Looked at when the answer has come: somebody may open it while that is on its way.
    const look = () => {
      const open = document.querySelector(".more").open;
      stood = { open, focused: document.activeElement.closest(".more > summary") !== null };
    };
    const about = document.getElementById("about");
    about.addEventListener("htmx:before:swap", look);
    await htmx.ajax("GET", `${base}/about`, { source: "#about", target: "#about", swap: "innerMorph" });
    about.removeEventListener("htmx:before:swap", look);
    if (stood === null) return;
    const more = document.querySelector(".more");
    more.open = stood.open;
    if (stood.focused) more.querySelector("summary").focus();
    label();
  }

  // Orders go to the API, as anybody's would; what comes of them is another episode's page.
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-order]");
    if (!form) return;
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

  function orderOf(form) {
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    if ("lastStep" in form.dataset) given.step = forkStep(form);
    if (given.reply) given.reply = { text: given.reply };
    if (given.condition) given.condition = conditionOf(given.condition);
    const { item, decision } = form.dataset;
    if (item) given.decision = { item: Number(item), decision };
    return given;
  }

  function conditionOf(words) {
    const factors = words.split(",").map((each) => each.trim()).filter(Boolean);
    return Object.fromEntries(factors.map((each) => {
      const [name, ...value] = each.split("=");
      if (!name.trim() || !value.join("=").trim()) throw new Error(`'${each}' is no condition: write it as factor=value.`);
      return [name.trim(), value.join("=").trim()];
    }));
  }

  window.addEventListener("load", () => settle());
  if (facts.running) follow();
  else if (!facts.inspected) finish();
  label();
})();
