// The report to its tables: what is claimed and what is known of it, and for which options.

const STATUS = {
  0: ["good", () => "as the spec says"],
  1: ["bad", (names) => `not as the spec says: ${some(names.bad)}`],
  3: ["open", (names) => (names.open.length ? `not decided: ${some(names.open)}` : "nothing was checked")],
  4: ["bad", (names) => (names.bad.length ? `never reached: ${some(names.bad)}` : "as the spec says, but it says less than it seems")],
  70: ["bad", (_, report) => `internal error, no verdict counts: ${report.disagreement}`],
  130: ["open", (names) => (names.open.length ? `interrupted; not decided: ${some(names.open)}` : "interrupted")],
};
const some = (names) => names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");

const marksOf = (spec) => {
  const names = { good: [], hazard: [], bad: [], open: [], away: [] };
  spec.beside.findings.forEach((row, number) => names[row.mark].push(spec.report.findings[number].property));
  return names;
};

function status(spec) {
  const [mark, said] = STATUS[spec.report.exit_status] || ["open", () => ""];
  const { hazard } = marksOf(spec);
  return [
    make("p", { class: `status ${mark}` }, drawn(MARKS[mark].sign, "sign"), " ", said(marksOf(spec), spec.report)),
    hazard.length > 0 && spec.report.exit_status !== 70 && make("p", { class: "status hazard" }, drawn(MARKS.hazard.sign, "sign"), " ", `${counted(hazard.length, "known hazard")}: ${some(hazard)}`),
  ];
}

// Findings that are not as the spec says come first, then what is not decided, then what is violated as the spec expects.
function groups(spec) {
  const all = spec.report.findings.map((finding, number) => ({ finding, number, mark: spec.beside.findings[number].mark }));
  const titles = [["bad", "Not as the spec says"], ["open", "Not decided"], ["hazard", "Known hazards: violated, as the spec expects"], ["good", "Holds"]];
  return [
    ...titles.map(([mark, title]) => [title, all.filter((row) => row.mark === mark && row.finding.kind !== "scenario")]),
    ["Scenarios", all.filter((row) => row.finding.kind === "scenario")],
  ].filter(([, rows]) => rows.length);
}

function badge(verdict, mark) {
  if (mark === "hazard") verdict = MARKS.hazard.said;
  return make("span", { class: `badge ${mark}` }, drawn(MARKS[mark].sign, "sign"), " ", verdict);
}

// --- the overview ------------------------------------------------------------------------------------------------------

function overview(spec, address) {
  const { report } = spec;
  const asked = report.findings.find((finding) => finding.kind !== "scenario");
  const combinations = asked ? asked.options.length : 0;
  const solved = spec.beside.solved || [];
  const notes = report.notes.filter((note) => ![...(spec.beside.said || []), ...solved].includes(note));
  const facts = [
    Object.keys(report.scope).length && ["Scope", plainly(report.scope)],
    Object.keys(report.options).length && ["Options set", plainly(report.options)],
    combinations > 1 && ["Options explored", `${Object.keys(asked.options[0].options).join(", ")}: ${combinations} combinations`],
    ["Faults", report.faults === null ? "any number" : report.faults ? `at most ${report.faults}` : "none"],
    report.states && ["States", report.states.toLocaleString("en")],
    ["Time", `${report.seconds.toFixed(1)} s`],
  ].filter(Boolean);
  return [
    make("header", { class: "title" }, make("h1", { tabindex: "-1" }, named(report.spec)), make("p", { class: "muted path" }, report.path), status(spec),
      make("dl", { class: "facts" }, facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))))),
    report.findings.length ? verdictTable(spec, address, combinations) : make("p", {}, "Nothing was checked: the spec claims nothing."),
    report.measured.length > 0 && measuredCard(spec, address),
    solved.length > 0 && make("section", { class: "card", "aria-labelledby": "solved" }, make("h2", { id: "solved" }, "For which durations"), make("ul", {}, solved.map((line) => make("li", {}, line)))),
    report.quality.length > 0 && make("section", { class: "card", "aria-labelledby": "quality" }, make("h2", { id: "quality" }, "What decides nothing"), report.quality.map(diagnostic)),
    notes.length > 0 && make("section", { class: "card", "aria-labelledby": "notes" }, make("h2", { id: "notes" }, "Notes"), make("ul", {}, notes.map((note) => make("li", {}, note)))),
  ];
}

const measuredRuns = (spec) => spec.shown.map((each, number) => ({ ...each, number })).filter(({ finding }) => finding.kind === "measure");

// What was measured, with the runs that take so long.
function measuredCard(spec, address) {
  return make("section", { class: "card", "aria-labelledby": "measured" }, make("h2", { id: "measured" }, "Measured"),
    make("ul", {}, spec.beside.said.map((line) => make("li", {}, line))),
    make("p", { class: "runs-of-measures" }, measuredRuns(spec).map(({ finding, beside, number }) => make("a", { href: address(number) }, finding.property, " ", beside.summary))));
}

function verdictTable(spec, address, combinations) {
  const strips = combinations > 1;
  return make("table", { class: strips ? "verdicts strips" : "verdicts" }, make("caption", { class: "unseen" }, "Verdicts"),
    make("thead", {}, make("tr", {}, ["Verdict", "Property", "What it says", strips && "For each combination of options"].filter(Boolean).map((name) => make("th", { scope: "col" }, name)))),
    groups(spec).map(([title, rows]) => make("tbody", {},
      make("tr", { class: "group" }, make("th", { colspan: strips ? 4 : 3, scope: "rowgroup" }, title)),
      rows.map(({ finding, number, mark }) => make("tr", {},
        make("td", {}, badge(finding.verdict, mark)),
        make("th", { scope: "row" }, make("a", { href: address(number) }, named(finding.property)), make("span", { class: "behind" }, spec.beside.findings[number].summary),
          finding.doc && make("span", { class: "says-below", dir: "auto" }, finding.doc)),
        make("td", { class: "says", dir: "auto" }, finding.doc),
        strips && make("td", { class: "strip-cell" }, finding.options.length === combinations && strip(finding)))))));
}

// One small field a combination, the same ones below each other; what it says stands in words beside it.
function strip(finding) {
  const hits = finding.options.filter(isHit).length;
  const verb = finding.kind === "reachable" ? "reached" : "violated";
  return [make("span", { class: "strip", "aria-hidden": "true" }, finding.options.map((row) => make("i", { class: looks(row), title: `${plainly(row.options)}: ${told(row)}` }))),
    make("span", { class: "share" }, `${verb} for ${hits || "none"} of ${finding.options.length}`)];
}

const isHit = (row) => row.verdict === "violated" || row.verdict === "reached";
const told = (row) => row.verdict + (row.as_expected === false ? ", not as the spec says" : isHit(row) && row.verdict === "violated" ? ", a known hazard" : "");
const looks = (row) => `${look(row)} ${row.verdict === "reached" ? "wanted" : row.as_expected === false ? "wrong" : ""}`;
const look = (row) => (isHit(row) ? "hit" : row.verdict === "proved" || row.verdict === "unreachable" ? "free" : "open");

// --- the matrix of one finding -----------------------------------------------------------------------------------------

// The options on two sides of a table: the first ones its rows, the last ones its columns.
function matrix(run) {
  const { finding } = run, rows = finding.options;
  if (rows.length < 2) return null;
  const domain = (name) => [...new Set(rows.map((row) => row.options[name]))];
  const names = Object.keys(rows[0].options).filter((name) => domain(name).length > 1);
  let split = names.length;
  for (let width = 1; split > 0 && width * domain(names[split - 1]).length <= (split === names.length ? 64 : 12); split -= 1) width *= domain(names[split - 1]).length;
  if (names.length > 1 && split === 0) split = 1;
  const across = names.slice(split), down = names.slice(0, split);
  const tuples = (chosen) => chosen.reduce((all, name) => all.flatMap((tuple) => domain(name).map((value) => [...tuple, value])), [[]])
    .filter((tuple) => rows.some((row) => chosen.every((name, place) => row.options[name] === tuple[place])));
  const columns = tuples(across), lines = tuples(down);
  const at = (line, column) => rows.find((row) => down.every((name, place) => row.options[name] === line[place]) && across.every((name, place) => row.options[name] === column[place]));
  const shown = finding.with && finding.kind !== "scenario" ? rows.find((row) => isHit(row) && names.every((name) => row.options[name] === finding.with[name])) : null;
  const spans = (list, level) => list.reduce((found, tuple) => {
    const last = found[found.length - 1], key = JSON.stringify(tuple.slice(0, level + 1));
    if (last && last.key === key) last.count += 1; else found.push({ key, count: 1, value: tuple[level] });
    return found;
  }, []);
  const head = across.map((name, level) => make("tr", {},
    down.map((_, place) => make(level === across.length - 1 ? "th" : "td", level === across.length - 1 ? { scope: "col", class: "axis" } : {}, level === across.length - 1 && down[place])),
    make("th", { scope: "row", class: "axis" }, name),
    spans(columns, level).map(({ count, value }) => make("th", { scope: "colgroup", colspan: count, class: level === across.length - 1 && columns.length > 4 && "upright" }, code(worded(value))))));
  const left = new Map();
  const body = lines.map((line) => make("tr", {},
    down.map((_, level) => {
      const key = JSON.stringify([level, line.slice(0, level + 1)]);
      if (left.has(key)) return null;
      const count = lines.filter((other) => JSON.stringify(other.slice(0, level + 1)) === JSON.stringify(line.slice(0, level + 1))).length;
      left.set(key, true);
      return make("th", { scope: "rowgroup", rowspan: count }, code(worded(line[level])));
    }),
    make("td", { class: "gap" }),
    columns.map((column) => field(at(line, column), shown))));
  return make("div", { class: "matrix-box", tabindex: "0", role: "region", "aria-label": "For each combination of options", "data-scrolls": true },
    make("table", { class: "matrix" }, make("caption", { class: "unseen" }, "For each combination of options"), make("thead", {}, head), make("tbody", {}, body)));
}

function field(row, shown) {
  if (!row) return make("td", { class: "excluded" }, drawn(SIGN.dash), unseen("excluded"));
  const sign = { hit: row.as_expected === false ? SIGN.cross : SIGN.hazard, free: SIGN.tick, open: SIGN.open }[look(row)];
  const words = [plainly(row.options), told(row), row.steps !== null && counted(row.steps, "step"), row.faults !== null && counted(row.faults, "fault"), row.proof, row.reason, row.engine].filter(Boolean);
  return make("td", { class: `${looks(row)} ${row === shown ? "shown" : ""}`, title: words.join("; ") },
    drawn(row.verdict === "reached" ? SIGN.tick : row.verdict === "unreachable" ? SIGN.dash : sign), unseen(told(row), row === shown && ", shown here"));
}

// --- how it was answered -----------------------------------------------------------------------------------------------

function evidence(finding) {
  const ways = new Map();
  for (const row of finding.options) {
    if (!row.engine) continue;
    const key = [row.engine, row.proof, row.confirmed].filter(Boolean).join("; ");
    ways.set(key, (ways.get(key) || 0) + 1);
  }
  const invariants = finding.invariant.filter((row) => row.lines.length);
  if (!ways.size && !invariants.length) return null;
  return make("section", { class: "card evidence", "aria-labelledby": "evidence" }, make("h2", { id: "evidence" }, "How it was answered"),
    make("ul", {}, [...ways].map(([way, count]) => make("li", {}, way, finding.options.length > 1 && make("span", { class: "muted" }, ` (${counted(count, "combination")})`)))),
    invariants.map((row) => [make("h3", {}, `In every state${row.when ? ` when ${row.when}` : ""}`), make("pre", {}, row.lines.join("\n"))]));
}
