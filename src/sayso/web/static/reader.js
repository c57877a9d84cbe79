// The reader: hover and focus tie a card and its words together; the toggles; reading aloud, sentence by sentence.
"use strict";
(() => {
  const reader = document.querySelector("[data-reader]");
  if (!reader) return;
  const tools = reader.querySelector("[data-tools]");
  tools.hidden = false;

  // --- cards and text

  function light(id) {
    reader.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    if (id) reader.querySelectorAll(`[data-of="${CSS.escape(id)}"]`).forEach((one) => one.classList.add("lit"));
  }
  const ofTarget = (event) => event.target.closest("[data-of]")?.dataset.of;
  reader.addEventListener("pointerover", (event) => light(ofTarget(event)));
  reader.addEventListener("focusin", (event) => light(ofTarget(event)));
  reader.addEventListener("pointerleave", () => light(null));

  // --- toggles: what is chosen stands in the address, so that it can be passed on

  function set(name, on) {
    reader.toggleAttribute(`data-${name}`, on);
    tools.querySelector(`[data-toggle="${name}"]`).setAttribute("aria-pressed", String(on));
    const address = new URL(window.location);
    if (on) address.searchParams.set(name, "1");
    else address.searchParams.delete(name);
    window.history.replaceState(null, "", address);
  }
  tools.querySelectorAll("[data-toggle]").forEach((button) => {
    const name = button.dataset.toggle;
    if (new URLSearchParams(window.location.search).get(name)) set(name, true);
    button.addEventListener("click", () => set(name, !reader.hasAttribute(`data-${name}`)));
  });

  // --- reading aloud

  const aloud = tools.querySelector("[data-read-aloud]");
  const synthesis = window.speechSynthesis;
  if (!synthesis || !window.Intl.Segmenter) {
    aloud.hidden = true;
    return;
  }
  const language = reader.querySelector(".text").lang || "en";
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  let waiting = [];

  function nodesOf(paragraph) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".number") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  function rangeOf(nodes, start, end) {
    const range = new Range();
    let at = 0;
    for (const node of nodes) {
      const next = at + node.data.length;
      if (start >= at && start < next) range.setStart(node, start - at);
      if (end > at && end <= next) range.setEnd(node, end - at);
      at = next;
    }
    return range;
  }

  function sentences() {
    return [...reader.querySelectorAll("[data-line]:not(.aside)")].flatMap((paragraph) => {
      const nodes = nodesOf(paragraph);
      const text = nodes.map((node) => node.data).join("");
      return [...segmenter.segment(text)]
        .filter((one) => one.segment.trim())
        .map((one) => ({ words: one.segment, range: () => rangeOf(nodes, one.index, one.index + one.segment.length) }));
    });
  }

  function stop() {
    waiting = [];
    synthesis.cancel();
    window.CSS.highlights?.delete("read-aloud");
    aloud.setAttribute("aria-pressed", "false");
    aloud.textContent = "Read aloud";
  }

  function next() {
    const one = waiting.shift();
    if (!one) return stop();
    const range = one.range();
    window.CSS.highlights?.set("read-aloud", new window.Highlight(range));
    range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    const spoken = new SpeechSynthesisUtterance(one.words);
    spoken.lang = language;
    spoken.onend = () => waiting && aloud.getAttribute("aria-pressed") === "true" && next();
    synthesis.speak(spoken);
  }

  aloud.addEventListener("click", () => {
    if (aloud.getAttribute("aria-pressed") === "true") return stop();
    waiting = sentences();
    aloud.setAttribute("aria-pressed", "true");
    aloud.textContent = "Stop reading";
    next();
  });
  window.addEventListener("pagehide", stop);
})();
