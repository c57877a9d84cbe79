// An actor's network: the sliders choose the months, the address keeps them, drawing and table follow. A click on a line
// opens its statements. Without this file the form and the table do the same.
"use strict";
(() => {
  const place = document.querySelector("[data-network]");
  if (!place) return;
  const actor = place.dataset.network;
  const picture = place.querySelector("[data-picture]");
  const sliders = place.querySelector("[data-sliders]");
  const [from, to] = sliders.querySelectorAll("input");
  const [fromSaid, toSaid] = sliders.querySelectorAll("output");
  const few = place.querySelector("[data-few]");
  const [NARROW, FEW] = [600, 12]; // on a telephone more names can't be told apart
  const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const asked = new URLSearchParams(window.location.search);
  let days = { since: asked.get("since") || "", until: asked.get("until") || "" };

  // --- months as numbers: 0 is the first month of the actor's pages

  const monthOf = (value) => Number(value.slice(0, 4)) * 12 + Number(value.slice(5, 7) || 1) - 1;
  const first = place.dataset.first ? monthOf(place.dataset.first) : 0;
  const last = place.dataset.last ? monthOf(place.dataset.last) : 0;
  const year = (n) => String(Math.floor((first + n) / 12)).padStart(4, "0");
  const month = (n) => (first + n) % 12;
  const iso = (n) => `${year(n)}-${String(month(n) + 1).padStart(2, "0")}`;
  const said = (n) => `${names[month(n)]} ${year(n)}`;
  const within = (value, otherwise) =>
    value ? Math.min(Math.max(monthOf(value) - first, 0), last - first) : otherwise;

  function query(more = {}) {
    const values = Object.entries({ ...more, ...days }).filter(([, value]) => value);
    return values.length ? `?${new URLSearchParams(values)}` : "";
  }

  // --- the drawing

  const colour = (name) => window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const signOf = (edge) => Math.sign(edge.mean_sign);
  const SIGNS = { "1": ["positive", "+"], "-1": ["negative", "−"], "0": ["neutral", "·"] };

  function style() {
    const ink = colour("--ink");
    const line = (kind, shade, dashes, arrow) => ({
      selector: `edge.${kind}`,
      style: { "line-color": shade, "target-arrow-color": shade, "line-style": dashes, "target-arrow-shape": arrow },
    });
    return [
      {
        selector: "node",
        style: {
          label: "data(label)", color: ink, "background-color": colour("--quiet"), width: 16, height: 16,
          "font-size": 13, "text-wrap": "ellipsis", "text-max-width": "140px", "text-valign": "bottom", "text-margin-y": 3,
        },
      },
      { selector: "node.ego", style: { width: 26, height: 26, "background-color": ink, "font-weight": "bold" } },
      {
        selector: "edge",
        style: {
          label: "data(label)", color: ink, width: "data(width)", "curve-style": "bezier", "font-size": 12,
          "text-background-color": colour("--card"), "text-background-opacity": 1, "text-background-padding": "2px",
        },
      },
      line("positive", colour("--who-3"), "solid", "triangle"),
      line("negative", colour("--who-2"), "dashed", "tee"),
      line("neutral", colour("--quiet"), "dotted", "vee"),
    ];
  }

  // Marks that turn text round, or are not seen, become one that is: the table writes them out.
  const plain = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g, "\ufffd");

  function elements(network) {
    const others = network.nodes.filter((node) => node.id !== actor);
    others.sort((one, other) => (one.label < other.label ? -1 : 1));
    // An oval as large as the frame, every second name further in, so that they don't lie on one another.
    const [across, down] = [picture.clientWidth / 2 - 70, picture.clientHeight / 2 - 30];
    const inward = others.length > 8 ? 0.78 : 1;
    const nodes = network.nodes.map((node) => {
      const n = others.indexOf(node);
      const turn = (2 * Math.PI * n) / others.length - Math.PI / 2;
      const reach = n < 0 ? 0 : n % 2 ? inward : 1;
      const position = { x: reach * across * Math.cos(turn), y: reach * down * Math.sin(turn) };
      return { data: { id: node.id, label: plain(node.label) }, position, classes: n < 0 ? "ego" : "" };
    });
    const edges = network.edges.map((edge) => {
      const [kind, mark] = SIGNS[signOf(edge)];
      const data = { source: edge.source, target: edge.target, label: `${mark} ${edge.n}`, width: 1.5 + Math.log2(edge.n) };
      return { data, classes: kind };
    });
    return [...nodes, ...edges];
  }

  const cy = window.cytoscape({
    container: picture, style: style(), layout: { name: "preset" }, maxZoom: 1.3,
    userZoomingEnabled: false, userPanningEnabled: false, boxSelectionEnabled: false,
  });
  cy.on("tap", "edge", (event) => {
    const { source, target } = event.target.data();
    window.location.assign(`/${query({ actor: source, target_actor: target })}`);
  });
  cy.on("mouseover", "edge", () => { picture.style.cursor = "pointer"; });
  cy.on("mouseout", "edge", () => { picture.style.cursor = ""; });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(style()));
  window.addEventListener("resize", () => cy.resize().fit(undefined, 12));

  let asking = null;
  async function draw() {
    asking?.abort();
    asking = new AbortController();
    try {
      const limit = picture.clientWidth < NARROW ? FEW : "";
      const answer = await fetch(`/api/v1/actors/${actor}/network${query({ limit })}`, { signal: asking.signal });
      if (!answer.ok) throw new Error(`the network can't be shown: ${answer.status}`);
      const network = await answer.json();
      cy.elements().remove();
      cy.add(elements(network));
      cy.fit(undefined, 12);
      picture.dataset.edges = network.edges.length;
      few.hidden = !(limit && network.left_out);
    } catch (error) {
      if (error.name !== "AbortError") picture.dataset.edges = "";
    }
  }

  // --- the sliders

  function tell() {
    for (const [slider, output] of [[from, fromSaid], [to, toSaid]]) {
      output.textContent = said(Number(slider.value));
      slider.setAttribute("aria-valuetext", output.textContent);
    }
  }

  let waiting;
  function moved(event) {
    const [one, other] = [Number(from.value), Number(to.value)];
    if (one > other) (event.target === from ? to : from).value = event.target.value;
    tell();
    days = {
      since: from.value === from.min ? "" : iso(Number(from.value)),
      until: to.value === to.max ? "" : iso(Number(to.value)),
    };
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      window.history.replaceState(null, "", window.location.pathname + query());
      window.htmx.ajax("GET", `/actors/${actor}/network${query()}`, { target: "#ties", swap: "innerHTML" });
      draw();
    }, 150);
  }

  if (last > first) {
    for (const slider of [from, to]) {
      slider.max = String(last - first);
      slider.addEventListener("input", moved);
    }
    from.value = String(within(days.since, 0));
    to.value = String(within(days.until, last - first));
    place.querySelector("[data-plain]").hidden = true;
    sliders.hidden = false;
    tell();
  }
  picture.hidden = false;
  place.querySelector("[data-legend]").hidden = false;
  cy.resize();
  draw();
})();
