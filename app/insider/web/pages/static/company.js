// Goes where somebody chooses: mailboxes have addresses of their own, which no form can make.
"use strict";

document.querySelectorAll("select[data-goes]").forEach((select) => {
  select.addEventListener("change", () => {
    location.href = select.dataset.goes + encodeURIComponent(select.value) + select.dataset.query;
  });
});
