// The page: which spec, finding and step the address names, what is shown of them, and what keys and buttons do.

const data = JSON.parse(document.getElementById("data").textContent);
const specKeys = distinct(data.reports.map((report) => report.spec));
const specs = data.reports.map((report, number) => new Spec(report, data.beside[number], specKeys[number]));

const main = make("main", { id: "main", tabindex: "-1" });
const menu = make("nav", { class: "menu", "aria-label": "Verdicts" });
const live = make("p", { class: "unseen", role: "status", "aria-live": "polite" });

const now = { spec: -1, finding: -1, step: 0 };
let view = null; // of a finding with a run: what is to be told when the step changes

// --- addresses: #finding/step, with several specs #spec/finding/step ----------------------------------------------------

const encoded = (...parts) => `#${parts.map((part) => encodeURIComponent(part)).join("/")}`;
const several = specs.length !== 1;

function address(spec, finding = -1, step = 0) {
  const parts = several ? [specs[spec].key] : [];
  if (finding >= 0) parts.push(specs[spec].keys[finding]);
  if (finding >= 0 && step) parts.push(step);
  return encoded(...parts);
}

function wantedHere() {
  let parts = [];
  try {
    parts = location.hash.slice(1).split("/").filter(Boolean).map(decodeURIComponent);
  } catch { /* an address that is none leads to the start */ }
  const spec = several ? specs.findIndex((each) => each.key === parts[0]) : 0;
  if (several) parts.shift();
  if (spec < 0 || !specs.length) return { spec: several ? -1 : 0, finding: -1, step: 0 };
  const finding = parts.length ? specs[spec].keys.indexOf(parts[0]) : -1;
  const run = finding < 0 ? null : specs[spec].run(finding);
  const step = run ? Math.min(Math.max(0, Math.trunc(Number(parts[1])) || 0), Math.max(0, run.count)) : 0;
  return { spec, finding, step };
}

// --- showing -----------------------------------------------------------------------------------------------------------

function arrive(first) {
  const wanted = wantedHere();
  const moved = first || wanted.spec !== now.spec || wanted.finding !== now.finding;
  Object.assign(now, wanted);
  if (moved) {
    view = null;
    document.body.classList.remove("open-menu");
    fill(main, now.spec < 0 ? everySpec() : now.finding < 0 ? [overview(specs[now.spec], (number) => address(now.spec, number)), several ? [] : unchecked()] : oneFinding());
    fill(menu, entries());
    scrollTo(0, 0);
    const title = main.querySelector("h1");
    if (!first && title) title.focus({ preventScroll: true });
  }
  document.title = [now.finding >= 0 && specs[now.spec].shown[now.finding].finding.property, now.spec >= 0 && specs[now.spec].report.spec, "hamodel"].filter(Boolean).join(" \u2013 ");
  if (view) tell(first, now.step > 0);
}

// Goes to a step of the run that is shown. Steps do not fill the browser's history. `seek`: its row is brought into sight.
function go(step, seek = false) {
  if (!view) return;
  now.step = Math.min(Math.max(0, step), view.run.count);
  history.replaceState(null, "", address(now.spec, now.finding, now.step));
  tell(false, seek);
}

function tell(first, seek) {
  const { run, lanes, sources } = view, { step } = now;
  lanes.show(step, seek);
  if (view.timeline) view.timeline.show(step);
  const entry = step ? run.trace[step - 1] : null;
  fill(view.stateTitle, !step ? "First state" : entry.error ? `State before step ${step}` : `State after step ${step}`);
  fill(view.state, picture(run, step), stateTables(run, step));
  const properties = [run.beside.conjunct, run.beside.property].filter(Boolean);
  const lines = entry && run.spec.lines(entry.action);
  sources.show(lines, properties, entry
    ? [code(entry.text), lines && `, ${lines[1] === lines[2] ? `line ${lines[1]}` : `lines ${lines[1]} to ${lines[2]}`}`]
    : run.beside.property && `the property, line ${run.beside.property[1]}`);
  view.field.value = step;
  fill(view.doing, run.action(step));
  const ends = [[view.start, step === 0], [view.back, step === 0], [view.on, run.next(step) === step], [view.end, step === run.count]];
  for (const [button, there] of ends) button.setAttribute("aria-disabled", String(there)); // a button that is disabled loses the focus
  if (!first) fill(live, announcement(run, step));
}

function announcement(run, step) {
  const { spec } = run, changed = run.changed(step), state = run.state(step);
  const said = [...changed].map(([cell, before]) => `${spec.cell(cell).channel ? spec.cell(cell).name : cell}: ${spec.said(cell, before)} becomes ${spec.said(cell, state.get(cell))}`);
  const last = step ? run.trace[step - 1] : {};
  const kind = last.error ? `, a run-time error: ${last.error}` : last.kind === "fault" ? ", a fault" : "";
  return `Step ${step} of ${run.count}: ${run.action(step)}${kind}. ${step && !said.length ? "Changes nothing" : said.join("; ")}`;
}

// What could not be checked, and why: on the pages about everything.
function unchecked() {
  return data.unchecked.map((row) => make("section", { class: "card unchecked", "aria-label": "Not checked" },
    make("h2", {}, row.exit_status === 130 ? "Not checked" : "Cannot be checked", row.path && make("span", { class: "behind" }, ` ${row.path}`)),
    make("ul", {}, row.errors.map((error) => make("li", {},
      make("p", { class: "status bad" }, drawn(MARKS.bad.sign, "sign"), " ", named(error.message)),
      make("p", { class: "muted" }, [error.path && error.line && `${error.path}:${error.line}:${error.column}`, error.label].filter(Boolean).join(": ")),
      error.help && make("p", {}, named(error.help)))))));
}

function everySpec() {
  return [
    make("header", { class: "title" }, make("h1", { tabindex: "-1" }, counted(specs.length, "spec"))),
    make("table", { class: "verdicts" }, make("caption", { class: "unseen" }, "Specs"),
      make("thead", {}, make("tr", {}, ["Spec", "What it comes to"].map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, specs.map((spec, number) => make("tr", {},
        make("th", { scope: "row" }, make("a", { href: address(number) }, spec.report.spec), make("span", { class: "behind" }, spec.report.path)),
        make("td", {}, status(spec)))))),
    unchecked(),
  ];
}

function oneFinding() {
  const spec = specs[now.spec], run = spec.run(now.finding), { finding, beside } = run;
  const kind = { "run-time": "run-time error" }[finding.kind] || finding.kind;
  const chosen = finding.with && plainly(finding.with);
  const head = make("header", { class: "title" },
    make("p", { class: "kicker" }, kind, finding.path && finding.line && make("span", { class: "muted" }, ` ${SIGN.dot} ${finding.path}:${finding.line}`)),
    make("h1", { tabindex: "-1" }, named(finding.property)),
    finding.doc && make("p", { class: "doc", dir: "auto" }, finding.doc),
    make("p", { class: "verdict" }, finding.verdict && [badge(finding.verdict, beside.mark), " "], make("span", { class: "behind" }, beside.summary)),
    chosen && make("p", { class: "with muted" }, "This run: ", code(chosen)));
  const sources = new Sources(spec);
  const table = matrix(run);
  const options = table && make("details", { class: "card options", open: new Set(finding.options.map(look)).size > 1 },
    make("summary", {}, make("h2", {}, "Which options"), " ", make("span", { class: "muted" }, optionsLine(finding))), table);
  if (!finding.trace || run.count < 0) {
    requestAnimationFrame(() => sources.show(null, [beside.conjunct, beside.property].filter(Boolean), beside.property && `the property, line ${beside.property[1]}`));
    return make("div", { class: "finding" }, make("div", { class: "middle" }, head, why(run, go, () => {}), options, evidence(finding)), make("div", { class: "aside" }, sources.element));
  }
  const lanes = new Lanes(run, go);
  const button = (sign, name, keys, action) => make("button", { type: "button", "aria-label": name, "aria-keyshortcuts": keys, title: `${name} (${keys})`, onclick: action }, drawn(sign));
  const field = make("input", { type: "number", min: 0, max: run.count, inputmode: "numeric", "aria-label": `Step, 0 to ${run.count}`, onchange: () => go(Number(field.value) || 0) });
  const state = make("div", { class: "state-box", "data-scrolls": true });
  const timeline = timelineOf(run, (step) => go(step, true));
  view = { run, lanes, timeline, sources, field, state,
    stateTitle: make("h2", { id: "state" }), doing: make("span", { class: "doing" }),
    start: button(SIGN.first, "First state", "Home", () => go(0)), back: button(SIGN.previous, "Previous step", "ArrowLeft", () => go(run.previous(now.step))),
    on: button(SIGN.next, "Next step", "ArrowRight", () => go(run.next(now.step))), end: button(SIGN.last, "Last step", "End", () => go(run.count)) };
  const aim = (rows) => sources.show(null, [rows], `line ${rows[1]}`, rows);
  const controls = make("div", { class: "controls", role: "group", "aria-label": "Steps" }, view.start, view.back,
    make("span", { class: "count" }, field, ` of ${run.count}`), view.on, view.end, view.doing, keysHelp());
  return make("div", { class: "finding" },
    make("div", { class: "middle" }, head, why(run, (step) => go(step, true), aim), timeline && timeline.element,
      make("section", { class: lanes.members.length > 5 ? "card story many" : "card story", "aria-labelledby": "story" }, make("h2", { id: "story", class: "unseen" }, "Steps"),
        make("div", { class: "top" }, controls, lanes.head), lanes.element),
      options, evidence(finding)),
    make("div", { class: "aside" }, make("section", { class: "card now", "aria-labelledby": "state" }, view.stateTitle, state), sources.element));
}

function optionsLine(finding) {
  const hits = finding.options.filter(isHit).length;
  const verb = finding.kind === "reachable" ? "reached" : "violated";
  return `${verb} for ${hits || "none"} of ${finding.options.length}${hits && finding.when ? `: when ${finding.when}` : ""}`;
}

function keysHelp() {
  const box = make("input", { type: "checkbox", checked: remember("letters") !== "off", onchange: () => remember("letters", box.checked ? "on" : "off") });
  return make("details", { class: "keys" }, make("summary", {}, "Keys"), make("div", { class: "pop" },
    make("dl", {}, [["\u2190 \u2192, \u2191 \u2193, j k", "step"], ["Home, End", "first, last"], ["a number", "that step"], ["Esc", "all verdicts"]].map(([keys, does]) =>
      make("div", {}, make("dt", {}, keys), make("dd", {}, does)))),
    make("label", {}, box, " letters and digits are keys")));
}

// --- the menu ----------------------------------------------------------------------------------------------------------

function entries() {
  const here = (yes) => (yes ? "page" : null);
  if (now.spec < 0) return null;
  const spec = specs[now.spec];
  return [
    several && make("label", { class: "spec-choice" }, "Spec ", make("select", { onchange: (event) => { location.hash = address(Number(event.target.value)); } },
      specs.map((each, number) => make("option", { value: number, selected: number === now.spec }, each.key)))),
    make("a", { class: "all", href: address(now.spec), "aria-current": here(now.finding < 0) }, "All verdicts"),
    groups(spec).map(([title, rows]) => [make("h2", {}, title), make("ul", {}, rows.map(({ finding, number, mark }) => make("li", {},
      make("a", { href: address(now.spec, number), "aria-current": here(number === now.finding) }, drawn(MARKS[mark].sign, `sign ${mark}`),
        make("span", { class: "entry" }, named(finding.property)), make("span", { class: "entry-verdict" }, finding.kind === "scenario" ? "" : mark === "hazard" ? MARKS.hazard.said : finding.verdict)))))]),
    measuredRuns(spec).length > 0 && [make("h2", {}, "Measured"), make("ul", {}, measuredRuns(spec).map(({ finding, beside, number }) => make("li", {},
      make("a", { href: address(now.spec, number), "aria-current": here(number === now.finding) }, drawn(SIGN.dot, "sign"),
        make("span", { class: "entry" }, named(finding.property)), make("span", { class: "entry-verdict" }, beside.summary)))))],
  ];
}

// --- keys --------------------------------------------------------------------------------------------------------------

let typed = "", typedAt = 0;

function pressed(event) {
  if (!view || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, select, textarea")) return;
  const scrolls = event.target.closest("[data-scrolls], summary, .menu") !== null;
  const letters = remember("letters") !== "off";
  const { key } = event;
  if (key === "ArrowRight" || (key === "ArrowDown" && !scrolls) || (key === "j" && letters)) go(view.run.next(now.step));
  else if (key === "ArrowLeft" || (key === "ArrowUp" && !scrolls) || (key === "k" && letters)) go(view.run.previous(now.step));
  else if (key === "Home" && !scrolls) go(0);
  else if (key === "End" && !scrolls) go(view.run.count);
  else if (key === "Escape") location.hash = address(now.spec);
  else if (/^[0-9]$/.test(key) && letters) {
    typed = event.timeStamp - typedAt < 900 ? typed + key : key;
    typedAt = event.timeStamp;
    go(Number(typed));
  } else return;
  event.preventDefault();
}

// --- the start ---------------------------------------------------------------------------------------------------------

framed(menu, "Verdicts", several ? counted(specs.length, "spec") : data.reports[0].spec, main, live);
addEventListener("hashchange", () => arrive(false));
addEventListener("keydown", pressed);
arrive(true);
