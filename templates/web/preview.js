// The preview's own page: asks the server on this machine for the mail in the guise that is set.
"use strict";

const controls = document.getElementById("controls");
const frame = document.querySelector("iframe");
const own = document.getElementById("own");
const byId = (id) => document.getElementById(id);
let tab = "mail";
let asked = 0;

function query(names) {
  const form = new FormData(controls);
  const chosen = names.map((name) => [name, form.get(name)]).filter(([, value]) => value);
  return new URLSearchParams(chosen).toString();
}

const reader = () => query(["reader", "language"]);

async function get(path) {
  const response = await fetch(path, { cache: "no-store" });
  const body = await response.text();
  if (!response.ok) throw new Error(body);
  return body;
}

function complain(problem) {
  byId("problem").textContent = problem;
  byId("problem").hidden = !problem;
}

function resize() {
  const width = new FormData(controls).get("width");
  frame.style.width = `${width === "own" ? Number(own.value) || 600 : width}px`;
}

function gauge(state) {
  const share = (100 * state.html_bytes) / state.budget_bytes;
  byId("gauge").value = Math.min(100, share);
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
  byId("size").textContent =
    `${kilobytes(state.html_bytes)} of ${kilobytes(state.budget_bytes)} KB HTML, ` +
    `${kilobytes(state.mail_bytes)} KB mail`;
}

function list(findings) {
  const rows = findings.map(({ area, level, what }) => {
    const row = document.createElement("li");
    row.className = level;
    const mark = document.createElement("b");
    mark.textContent = level;
    const place = document.createElement("i");
    place.textContent = `${area}: `;
    row.append(mark, " ", place, what);
    return row;
  });
  if (!rows.length) {
    const row = document.createElement("li");
    row.textContent = "Nothing was found.";
    rows.push(row);
  }
  byId("findings").replaceChildren(...rows);
  byId("count").textContent = findings.filter((f) => f.level !== "remark").length || "";
}

async function askSpam() {
  const place = byId("spam");
  if ("absent" in place.dataset) {
    place.textContent = "SpamAssassin is not installed; its score is left out.";
    return;
  }
  place.textContent = "SpamAssassin is reading the mail …";
  const verdict = JSON.parse(await get(`/spam?${reader()}`));
  place.textContent = verdict
    ? `SpamAssassin: ${verdict.score} points (5 is spam): ${verdict.rules.join(", ")}`
    : "SpamAssassin gave no answer.";
}

async function show() {
  const mine = ++asked;
  const outdated = () => mine !== asked; // somebody chose something else while we waited
  resize();
  try {
    const state = JSON.parse(await get(`/state?${reader()}`));
    if (outdated()) return;
    complain(state.problem);
    byId("subject").textContent = `${state.subject} (${state.language})`;
    byId("eml").href = `/issue.eml?${reader()}`;
    gauge(state);
    if (tab === "mail" || tab === "web") {
      frame.src = `/${tab}?${query(["reader", "language", "mode", "images", "styles"])}&v=${state.version}`;
    } else if (tab !== "checks") {
      const text = await get(`/${tab}?${reader()}`);
      if (outdated()) return;
      byId(tab).textContent = text;
    }
    const findings = JSON.parse(await get(`/checks?${reader()}`));
    if (outdated()) return;
    list(findings);
    if (tab === "checks") await askSpam();
  } catch (error) {
    if (!outdated()) complain(error.message);
  }
}

for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => {
    tab = button.dataset.tab;
    const panel = byId(button.dataset.panel || tab);
    for (const other of document.querySelectorAll("nav button")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    for (const other of document.querySelectorAll("main .panel")) other.hidden = other !== panel;
    show();
  });
}
controls.addEventListener("submit", (event) => event.preventDefault());
controls.addEventListener("change", show);
own.addEventListener("input", () => {
  controls.elements.width.value = "own";
  resize();
});
new EventSource("/events").addEventListener("message", show);
