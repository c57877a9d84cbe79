// Decisions by one key each: about the statement that is current, or the words that are selected in a text.
"use strict";
(() => {
  const ROLES = { Digit1: "source", Digit2: "cue", Digit3: "content" };
  const queue = document.querySelector("[data-queue]");
  let last = null; // the statement of the queue that was judged last: what an undo means after the next one is current

  const current = () => document.querySelector("[data-statement].current");
  const itemOf = (id) => document.querySelector(`[data-statement="${CSS.escape(id)}"]`);

  function makeCurrent(one) {
    document.querySelectorAll("[data-statement].current").forEach((other) => other.classList.remove("current"));
    one.classList.add("current");
    one.focus({ preventScroll: true });
  }

  // --- places in the text: code points, without the numbers and with a hidden character counted once

  function offsetIn(line, node, offset) {
    let count = 0;
    function reached(one) {
      if (one.nodeType === Node.TEXT_NODE) {
        count += [...(one === node ? one.data.slice(0, offset) : one.data)].length;
        return one === node;
      }
      if (one.matches(".number")) return one.contains(node);
      if (one.matches(".hidden")) {
        if (one.contains(node)) return true;
        count += 1;
        return false;
      }
      for (const [n, child] of [...one.childNodes].entries()) {
        if ((one === node && n === offset) || reached(child)) return true;
      }
      return one === node;
    }
    reached(line);
    return Number(line.dataset.start) + count;
  }

  function selected() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = selection.getRangeAt(0);
    return [...document.querySelectorAll("[data-line]")]
      .filter((line) => range.intersectsNode(line))
      .map((line) => [
        line.contains(range.startContainer) ? offsetIn(line, range.startContainer, range.startOffset) : offsetIn(line, line, 0),
        line.contains(range.endContainer)
          ? offsetIn(line, range.endContainer, range.endOffset)
          : offsetIn(line, line, line.childNodes.length),
      ])
      .filter(([start, end]) => start < end);
  }

  // Words within a statement's marks mean that statement, where none is current.
  function meant() {
    const node = window.getSelection().anchorNode;
    const id = node?.parentElement?.closest("[data-of]")?.dataset.of;
    return current() || (id && itemOf(id)) || null;
  }

  // --- sending: as a form, so that the answer is a page

  function send(id, fields) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = `/statements/${id}/judge`;
    const here = window.location.pathname + window.location.search;
    for (const [name, value] of Object.entries({ ...fields, back: queue ? here : `${here}#s-${id}` })) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }

  function judgeSpans(one, role, adds) {
    const id = one.dataset.statement;
    const pieces = selected();
    if (!pieces.length) return false;
    const before = adds ? one.dataset[role] || "" : "";
    send(id, { kind: role, value: `${before} ${pieces.map((pair) => pair.join("-")).join(" ")}`.trim() });
    return true;
  }

  function press(one, key) {
    const button = one?.querySelector(`[data-key="${key}"]`);
    button?.click();
    return Boolean(button);
  }

  function next() {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
  }

  function judge(key) {
    const one = current();
    if (!one || !press(one, key)) return false;
    if (queue) {
      last = one.dataset.statement;
      next();
    }
    return true;
  }

  function undo() {
    let one = current();
    if (queue && last && !one?.matches(".accepted, .rejected")) one = itemOf(last);
    if (!one) return press(document.querySelector("[data-actor]"), "u");
    makeCurrent(one);
    last = null;
    return press(one, "u");
  }

  function change(key) {
    const field = document.querySelector(`[data-focus="${key}"]`);
    if (field) {
      field.focus();
      field.select?.();
      return true;
    }
    const one = current();
    if (!one || !"scdl".includes(key)) return false;
    window.location.assign(`/statements/${one.dataset.statement}/edit#${key}`);
    return true;
  }

  function did(event) {
    const role = ROLES[event.code];
    const one = meant();
    if (role && one) return judgeSpans(one, role, event.shiftKey);
    if (event.key === "s" && one && selected().length) {
      send(one.dataset.statement, { kind: "speaker", value: window.getSelection().toString().trim().slice(0, 200) });
      return true;
    }
    if (event.key === "a" || event.key === "r") return judge(event.key);
    if (event.key === "u") return undo();
    if (event.key === "e" || event.key === "x") return press(current(), event.key);
    return event.key.length === 1 && "scdlmnp".includes(event.key) && change(event.key);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return;
    if (event.target.matches("input, select, textarea, dialog, dialog *, [contenteditable]")) return;
    if (did(event)) event.preventDefault();
  });

  // --- which statement is current: the one of the address, the one that was clicked on, the one that was swapped

  document.addEventListener("click", (event) => {
    const one = event.target.closest("[data-statement]");
    if (one && !event.target.closest("a, button, input, select") && window.getSelection().isCollapsed) makeCurrent(one);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const one = event.detail.target;
    if (one?.matches?.("[data-statement].current")) one.parentElement.dataset.again = one.dataset.statement;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const list = document.querySelector("[data-again]");
    if (!list) return;
    const one = itemOf(list.dataset.again);
    delete list.dataset.again;
    if (one) makeCurrent(one);
  });
  document.addEventListener("htmx:responseError", () => {
    const told = document.querySelector("[data-told]");
    if (told) told.textContent = "That was not kept: load the page again and try once more.";
  });

  const [first] = document.querySelectorAll(".edit[data-statement]");
  const target = first || document.getElementById(window.location.hash.slice(1));
  const one = target?.closest("[data-statement]") || (queue && queue.querySelector("[data-statement]"));
  if (one) makeCurrent(one);
  if (first && window.location.hash.length === 2) change(window.location.hash.slice(1));
})();
