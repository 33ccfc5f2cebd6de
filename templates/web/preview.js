// The preview's own page: asks the server on this machine for the mail in the guise that is set.
"use strict";

const controls = document.getElementById("controls");
const frame = document.querySelector("iframe");
const own = document.getElementById("own");
const byId = (id) => document.getElementById(id);
const NARROW = 480; // pixels; below, a list of mails has a line each for sender, subject, opening
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

// Typing finds readers by address or name; it is the server that knows them all.
async function find() {
  const typed = controls.elements.reader.value;
  const found = JSON.parse(await get(`/readers?${new URLSearchParams({ like: typed })}`));
  if (controls.elements.reader.value !== typed) return found;
  const options = found.map(({ email, name }) => {
    const option = element("option", "");
    option.value = email;
    option.label = name;
    return option;
  });
  byId("found").replaceChildren(...options);
  return found;
}

// What was typed stands for the one reader it fits.
async function settle() {
  const found = await find();
  if (found.length === 1) controls.elements.reader.value = found[0].email;
}

function complain(problem) {
  byId("problem").textContent = problem;
  byId("problem").hidden = !problem;
}

const report = (error) => complain(error.message);

function resize() {
  const chosen = new FormData(controls).get("width");
  const width = chosen === "own" ? Number(own.value) || 600 : Number(chosen);
  frame.style.width = `${width}px`;
  byId("inbox").style.width = `${width}px`;
  byId("inbox").classList.toggle("narrow", width < NARROW);
}

function head(state) {
  for (const part of ["sender", "subject", "preheader"]) byId(part).textContent = state[part];
  for (const part of ["inbox", "text"]) {
    byId(part).lang = state.language;
    byId(part).dir = state.direction;
  }
  if (byId("tongue") && !controls.elements.language.value) {
    byId("tongue").textContent = `own language (${state.language})`;
  }
  byId("readers").textContent = `of ${state.readers.toLocaleString("en")}`;
  byId("eml").href = `/issue.eml?${reader()}`;
  const share = (100 * state.html_bytes) / state.budget_bytes;
  byId("gauge").value = Math.min(100, share);
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
  byId("size").textContent =
    `${kilobytes(state.html_bytes)} of ${kilobytes(state.budget_bytes)} KB HTML, ` +
    `${kilobytes(state.mail_bytes)} KB mail`;
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

function area({ name, passed, findings }) {
  const row = element("li", "", element("h2", "", name));
  if (!findings.length) row.append(element("p", "", element("b", "ok", "✓ ok"), ` ${passed}`));
  const found = findings.map(({ level, what }) =>
    element("li", "", element("b", level, `${level === "remark" ? "·" : "!"} ${level}`), ` ${what}`),
  );
  if (found.length) row.append(element("ul", "", ...found));
  return row;
}

function list(areas) {
  byId("areas").replaceChildren(...areas.map(area));
  const found = areas.flatMap((one) => one.findings).filter((f) => f.level !== "remark");
  byId("count").textContent = found.length || "";
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
  try {
    const state = JSON.parse(await get(`/state?${reader()}`));
    if (outdated()) return;
    complain(state.problem);
    head(state);
    byId("inbox").hidden = tab !== "mail";
    if (tab === "mail" || tab === "web") {
      const guise = query(["reader", "language", "mode", "images", "styles"]);
      const path = `/${tab}?${guise}&v=${state.version}`;
      if (frame.getAttribute("src") !== path) frame.src = path; // a reader keeps the place
    } else if (tab !== "checks") {
      const text = await get(`/${tab}?${reader()}`);
      if (outdated()) return;
      byId(tab).textContent = text;
    }
    const areas = JSON.parse(await get(`/checks?${reader()}`));
    if (outdated()) return;
    list(areas);
    if (tab === "checks") await askSpam();
  } catch (error) {
    if (!outdated()) report(error);
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
controls.addEventListener("change", async (event) => {
  resize();
  if (event.target.name === "reader") await settle().catch(report);
  if (event.target.name !== "width" && event.target !== own) show();
});
controls.elements.reader.addEventListener("focus", (event) => event.target.select());
controls.elements.reader.addEventListener("input", () => find().catch(report));
own.addEventListener("input", () => {
  controls.elements.width.value = "own";
  resize();
});
// A small screen is a phone to begin with, a dark one dark.
if (window.innerWidth < 840) controls.elements.width.value = "375";
if (window.matchMedia("(prefers-color-scheme: dark)").matches) controls.elements.mode.value = "dark";
resize();
new EventSource("/events").addEventListener("message", show);
