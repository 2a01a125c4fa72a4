// Single keys that act on a page, unless somebody writes, or has turned them off in this browser.
"use strict";

function listenForKeys(acts) {
  const store = "insider-single-keys";
  const box = document.getElementById("keys-on");
  if (box) {
    box.checked = localStorage.getItem(store) !== "off";
    box.addEventListener("change", () => localStorage.setItem(store, box.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest("input:not([type=radio], [type=checkbox], [type=range]), select, textarea");
    if (event.key === "Escape" && field) {
      field.blur();
      return;
    }
    const act = acts[event.key];
    if (!act || field || (box && !box.checked)) return;
    event.preventDefault();
    // A key that is held down would decide the next case too, unseen.
    if (!event.repeat) act();
  });
}
