// What came in while the page is open: new statements on top of the list, a notice of new links elsewhere.
// A page that can't be seen doesn't listen: a browser opens six connections to one server, and no more.
"use strict";
(() => {
  const bar = document.querySelector("[data-live]");
  if (!bar || !window.EventSource) return;
  const MOST_KEPT = 10; // events whose rows wait while it is paused
  const AGAIN = 30000; // milliseconds until a server that refused is asked again
  const KEY = "sayso.live.paused";
  const list = document.querySelector("ol.statements");
  const pause = bar.querySelector("[data-live-pause]");
  const note = bar.querySelector("[data-live-note]");
  const show = bar.querySelector("[data-live-show]");
  let mark = bar.dataset.mark;
  let source = null;
  let later = 0;
  let waiting = [];
  let links = 0;
  bar.hidden = !pause;

  const remembered = () => {
    try {
      return window.sessionStorage.getItem(KEY) === "1";
    } catch {
      return false; // where the browser keeps nothing
    }
  };
  let paused = Boolean(pause) && remembered();

  const counted = (number, one) => `${number.toLocaleString("en")} new ${one}${number === 1 ? "" : "s"}`;

  function say(words) {
    bar.hidden = !pause && !words;
    note.textContent = words;
  }

  // --- rows: what stands in them was escaped by the server, and no script in it would run

  function put(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const row of [...made.content.children].reverse()) {
      document.getElementById(row.id)?.remove(); // read anew: it stands in its old place no more
      row.classList.add("new");
      list.prepend(row);
    }
  }

  function showAll() {
    const all = waiting.reduce((sum, one) => sum + one.statements, 0);
    const shown = waiting.reduce((sum, one) => sum + one.shown, 0);
    waiting.forEach((one) => put(one.html));
    waiting = [];
    show.hidden = true;
    const more = shown < all ? `, ${(all - shown).toLocaleString("en")} of them after reloading` : "";
    say(all ? `${counted(all, "statement")}${more}.` : "");
  }

  function hold(found) {
    waiting.push(found);
    for (const one of waiting.slice(0, -MOST_KEPT)) Object.assign(one, { html: "", shown: 0 });
  }

  function news(event) {
    mark = event.lastEventId || mark;
    const found = JSON.parse(event.data);
    if (!pause) {
      links += found.links;
      show.textContent = "Reload to see them";
      show.hidden = false;
      return say(`${counted(links, "link")} for this page.`);
    }
    hold(found);
    if (!paused) return showAll();
    show.hidden = false;
    say(`${counted(waiting.reduce((sum, one) => sum + one.statements, 0), "statement")} waiting.`);
  }

  // --- listening

  function listen() {
    window.clearTimeout(later);
    if (source || document.hidden) return;
    const address = new URL(bar.dataset.live, window.location.href);
    address.searchParams.set("after", mark);
    source = new EventSource(address);
    source.addEventListener("news", news);
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) {
        leave();
        later = window.setTimeout(listen, AGAIN);
      }
    });
  }

  function leave() {
    window.clearTimeout(later);
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", listen);

  // --- pausing

  function setPaused(on) {
    paused = on;
    pause.setAttribute("aria-pressed", String(on));
    try {
      window.sessionStorage.setItem(KEY, on ? "1" : "0");
    } catch {
      // where the browser keeps nothing, it holds for this page
    }
    if (on) say("Paused.");
    else if (waiting.length) showAll();
    else say("");
  }
  if (pause) {
    if (paused) setPaused(true);
    pause.addEventListener("click", () => setPaused(!paused));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "p" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target.matches("input, select, textarea, [contenteditable]")) return;
      setPaused(!paused);
      event.preventDefault();
    });
  }
  show.addEventListener("click", () => (pause ? showAll() : window.location.reload()));
  listen();
})();
