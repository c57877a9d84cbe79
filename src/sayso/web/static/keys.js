// Keys of all screens: / searches, j and k walk through what is listed, Enter and t open it, ? shows the keys.
"use strict";
(() => {
  const dialog = document.getElementById("keys");
  const find = document.getElementById("find");
  const help = document.querySelector("[data-help]");
  if (help) {
    help.hidden = false;
    help.addEventListener("click", () => dialog.showModal());
  }
  const items = () => [...document.querySelectorAll("[data-statement]")];
  const current = () => document.querySelector("[data-statement].current");

  function go(step) {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    all.forEach((one) => one.classList.toggle("current", one === next));
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
    next.dispatchEvent(new CustomEvent("sayso:current", { bubbles: true }));
  }

  function open(path) {
    if (path) window.location.assign(path);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target;
    if (target.matches("input, select, textarea, [contenteditable]")) {
      if (event.key === "Escape") target.blur();
      return;
    }
    const one = current();
    if (event.key === "/") find.focus();
    else if (event.key === "?") dialog.showModal();
    else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "Enter" && one === target) open(one.dataset.open || `/statements/${one.dataset.statement}`);
    else if (event.key === "t" && one && !one.dataset.open) open(`/statements/${one.dataset.statement}/trace`);
    else return;
    event.preventDefault();
  });
})();
