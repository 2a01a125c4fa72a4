// What all pages share: says aloud what changed, and shows what went wrong on the way to the server.
"use strict";

// What does nothing without a script is shown by the style only where there is one.
document.documentElement.classList.add("js");

function say(text) {
  const place = document.getElementById("said");
  if (place) place.textContent = text;
}

document.addEventListener("htmx:error", (event) => {
  say("The server did not answer; what you see may be old.");
  console.warn(event.detail);
});
