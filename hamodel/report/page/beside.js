// What stands beside the lanes: the pair as it is now, the whole state, why the property breaks, the source.

// --- the pair as it is after a step ------------------------------------------------------------------------------------

function picture(run, step) {
  const { spec } = run, { lanes, links, channels } = spec.beside;
  if (lanes.length !== 2 || !(links.length || Object.keys(channels).length)) return null;
  const state = run.state(step), changed = run.changed(step);
  const ways = senders(run), carrying = links.filter((link) => ways.has(link));
  const wires = [...(carrying.length ? carrying : links).map((link) => ({ name: link, link })), ...Object.keys(channels).filter((name) => !channels[name]).map((name) => ({ name, channel: name }))];
  const box = (lane) => make("div", { class: "box" }, make("strong", {}, lanes[lane]),
    run.beside.start.filter((cell) => spec.cell(cell).lane === lane && !spec.cell(cell).name.includes("["))
      .map((cell) => make("code", { class: changed.has(cell) ? "role changed" : "role" }, named(worded(state.get(cell))))));
  return make("div", { class: "pair", "aria-hidden": "true" }, box(0),
    make("div", { class: "wires" }, wires.map((wire) => {
      const up = !wire.link || state.get(wire.link) !== false;
      const pills = inFlight(run, state).filter(({ from, to, over }) => from !== to && over === wire.name);
      return make("div", { class: `wire ${up ? "up" : "down"} ${wire.link ? "" : "free"}` },
        make("span", { class: "wire-name" }, oneWay(ways.get(wire.link), lanes, wire.name), !up && make("strong", {}, " down")),
        make("span", { class: "wire-line" }, make("span"), !up && make("b", {}, SIGN.cross), !up && make("span")),
        pills.map(({ from, message }) => make("span", { class: from === lanes[0] ? "pill" : "pill back" },
          from === lanes[0] ? [code(message), ` ${SIGN.right}`] : [`${SIGN.left} `, code(message)])));
    })), box(1));
}

// Of each link who sends over it to the other one.
function senders(run) {
  const found = new Map();
  for (const [cell, paths] of Object.entries(run.beside.paths)) {
    const place = run.spec.cell(cell);
    for (const link of place.from === place.to ? [] : paths) found.set(link, new Set([...(found.get(link) || []), place.from]));
  }
  return found;
}

function oneWay(from, lanes, name) {
  if (!from || from.size !== 1) return name;
  return from.has(lanes[0]) ? `${name} ${SIGN.right}` : `${SIGN.left} ${name}`;
}

// Each message is drawn on the first link that is up of those that it may go over.
function inFlight(run, state) {
  const found = [];
  for (const [cell, messages] of state) {
    const place = run.spec.cell(cell);
    if (!place.channel || !Array.isArray(messages)) continue;
    const paths = holds(run.beside.paths, cell) ? run.beside.paths[cell] : [place.channel];
    const over = paths.find((link) => state.get(link) !== false) || paths[0];
    for (const message of messages) found.push({ from: place.from, to: place.to, over, message });
  }
  return found;
}

// --- the whole state ---------------------------------------------------------------------------------------------------

function stateTables(run, step) {
  const { spec } = run, { lanes } = spec.beside;
  const state = run.state(step), changed = run.changed(step);
  const read = step === run.count && run.finding.broken ? new Set(run.finding.broken.reads.map((each) => each.cell)) : new Set();
  const value = (cell) => {
    if (cell === undefined) return make("td", { class: "absent" });
    const marks = [changed.has(cell) && "changed", read.has(spec.cell(cell).name) || read.has(cell) ? "read" : ""].filter(Boolean);
    return make("td", { class: marks.join(" ") }, code(spec.said(cell, state.get(cell))),
      marks.includes("read") && make("span", { class: "decides" }, drawn(SIGN.read, "mark"), unseen("decides")),
      changed.has(cell) && make("span", { class: "was" }, drawn(SIGN.changed, "mark"), unseen("changed, "), `was ${spec.said(cell, changed.get(cell))}`));
  };
  const rows = new Map(), shared = [], queues = [];
  for (const cell of state.keys()) {
    const place = spec.cell(cell);
    if (place.channel) { if (state.get(cell).length || changed.has(cell)) queues.push(cell); }
    else if (place.lane < lanes.length) rows.set(place.name, { ...rows.get(place.name), [place.lane]: cell });
    else shared.push(cell);
  }
  return [
    rows.size > 0 && make("table", { class: "state" }, make("caption", { class: "unseen" }, "Each firewall's cells"),
      make("thead", {}, make("tr", {}, make("td"), lanes.map((lane) => make("th", { scope: "col" }, lane)))),
      make("tbody", {}, [...rows].map(([name, cells]) => make("tr", {}, make("th", { scope: "row" }, code(name)), lanes.map((_, lane) => value(cells[lane])))))),
    [...(shared.length ? [["Shared", shared]] : []), ...(queues.length ? [["In flight", queues]] : [])].map(([title, cells]) =>
      make("table", { class: "state" }, make("caption", { class: title === "Shared" && !lanes.length && "unseen" }, title),
        make("tbody", {}, cells.map((cell) => make("tr", {}, make("th", { scope: "row" }, code(spec.cell(cell).name)), value(cell)))))),
    (changed.size > 0 || read.size > 0) && make("p", { class: "key muted", "aria-hidden": "true" },
      changed.size > 0 && make("span", {}, drawn(SIGN.changed, "mark"), "changed in this step"), read.size > 0 && make("span", { class: "decides" }, drawn(SIGN.read, "mark"), "decides the property")),
  ];
}

// --- why ---------------------------------------------------------------------------------------------------------------

// The part of the property that decides, for whom, and who wrote what it reads. `jump` goes to a step, `look` to a line.
function why(run, jump, look) {
  const { finding, spec } = run;
  const toStep = (step, text) => make("button", { type: "button", class: "link", onclick: () => jump(step) }, text);
  const parts = [];
  if (finding.broken) {
    const { broken } = finding, reached = finding.kind === "reachable";
    const bindings = Object.entries(broken.bindings).map(([name, member]) => `${name} = ${worded(member)}`).join(" and ");
    parts.push(make("h2", {}, reached ? "What was reached" : "What broke"),
      make("p", { class: "conjunct" }, code(broken.conjunct), bindings && [" for ", code(bindings)], " ",
        run.beside.conjunct && make("button", { type: "button", class: "link quiet", onclick: () => look(run.beside.conjunct) }, `line ${run.beside.conjunct[1]}`)));
    const reasons = [broken.part !== broken.conjunct && [code(broken.part), ` is ${worded(broken.value)}`],
      broken.members.length > 0 && `true for ${broken.members.map(worded).join(" and for ")}`, broken.text].filter(Boolean);
    if (reasons.length) parts.push(make("p", {}, reasons.map((reason, number) => [number > 0 && "; ", reason])));
    if (broken.reads.length) {
      parts.push(make("table", { class: "reads" }, make("caption", { class: "unseen" }, "What it reads, and who wrote it"), make("tbody", {}, broken.reads.map((read) => make("tr", {},
        make("th", { scope: "row" }, code(`${read.cell} = ${spec.said(read.cell, read.value)}`)),
        make("td", {}, read.step ? ["since ", toStep(read.step, `step ${read.step}`), ", ", code(read.action)] : ["since ", toStep(0, "the start")]))))));
    }
  }
  if (finding.fairness) {
    const fair = finding.fairness.map((row) => make("li", {}, code(row.text), row.taken.length
      ? [" is taken: ", row.taken.map((step, number) => [number > 0 && ", ", toStep(step, `step ${step}`)])]
      : [" is not taken: it cannot be ", row.not_enabled.slice(0, 4).map((step, number) => [number > 0 && ", ", toStep(step, step ? `after step ${step}` : "in the first state")]), ", again and again"]));
    parts.push(make("h3", {}, "Why this is fair"), fair.length ? make("ul", {}, fair) : make("p", {}, "No step that must happen can be taken here."));
  }
  if (finding.failure) parts.push(make("h2", {}, "Where it stops"), diagnostic(finding.failure));
  if (finding.kind === "run-time" && finding.trace) {
    parts.push(make("h2", {}, "The error"), make("p", {}, finding.error ? `${finding.error.text}; ${finding.error.when}, at ` : `${finding.property}, at `,
      run.beside.property && make("button", { type: "button", class: "link", onclick: () => look(run.beside.property) }, `line ${finding.line}`)));
  }
  return parts.length ? make("section", { class: "card why", "aria-label": "Why" }, parts) : null;
}

function diagnostic(found) {
  return make("div", { class: "diagnostic" }, make("p", {}, make("strong", {}, found.message)),
    found.label && make("p", {}, found.label), found.help && make("p", {}, "help: ", found.help),
    found.path && make("p", { class: "muted" }, `${found.path}:${found.line}:${found.column}`));
}

// --- the source --------------------------------------------------------------------------------------------------------

const WORDS = new Set(`spec import enum node sort record option link var initially channel over from to carries fifo unordered
  ordered reliable lossy duplicating merging waits lost when cut def scope faults input step fault on fair strongly proc let if then else for where choose
  either or require send drop all some exactly at most one not and in next always eventually leads until once since historically before
  pending up invariant property reachable assume expect violated reached scenario set deliver lose duplicate mend blocked assert any the
  true false none`.split(/\s+/));
const TOKEN = /(#.*$)|([A-Za-z_]\w*)|(\d+)|([^#\w]+)/gm;

class Sources {
  constructor(spec) {
    this.spec = spec;
    this.paths = Object.keys(spec.beside.sources);
    this.views = new Map();
    this.title = make("p", { class: "where muted" });
    this.code = make("div", { class: "code", tabindex: "0", role: "region", "data-scrolls": true });
    this.choice = make("select", { "aria-label": "File", onchange: () => this.open(this.choice.value) },
      this.paths.map((path) => make("option", { value: path }, path)));
    this.element = make("section", { class: "card source", "aria-labelledby": "source" },
      make("div", { class: "bar" }, make("h2", { id: "source" }, "Source"), this.paths.length > 1 ? this.choice : make("span", { class: "muted path" }, this.paths[0] || "")),
      this.title, this.code);
    if (this.paths.length) this.open(this.paths[0]);
  }

  // The lines of a file as elements, made when it is first looked at.
  open(path) {
    if (path === this.path) return;
    this.path = path;
    this.choice.value = path;
    if (!this.views.has(path)) {
      const lines = this.spec.beside.sources[path].split("\n");
      if (lines[lines.length - 1] === "") lines.pop();
      this.views.set(path, lines.map((line, number) => {
        const row = make("div", { class: "line-of-code", "data-line": number + 1 }, coloured(line.replace(/\r$/, "")));
        row.style.setProperty("--indent", `${Math.min(16, line.search(/\S|$/)) + 2}ch`);
        return row;
      }));
    }
    this.code.setAttribute("aria-label", `Source of ${path}`);
    fill(this.code, this.views.get(path));
  }

  // Lights the lines of an action, and marks those of the property. Each is `[path, first, last]`, or null.
  show(lit, properties, said, target) {
    const aim = target || lit || properties[0];
    if (aim && holds(this.spec.beside.sources, aim[0])) this.open(aim[0]);
    for (const line of this.code.querySelectorAll(".lit, .property")) line.classList.remove("lit", "property");
    const each = (rows, style) => {
      if (!rows || rows[0] !== this.path) return;
      for (let line = rows[1]; line <= rows[2]; line += 1) if (this.code.children[line - 1]) this.code.children[line - 1].classList.add(style);
    };
    each(lit, "lit");
    properties.forEach((rows) => each(rows, "property"));
    fill(this.title, said);
    if (aim && aim[0] === this.path) {
      const first = this.code.children[aim[1] - 1], last = this.code.children[aim[2] - 1] || first;
      if (first) {
        const room = this.code.clientHeight, height = last.offsetTop + last.offsetHeight - first.offsetTop;
        this.code.scrollTop = first.offsetTop - Math.max(24, (room - height) / 3);
      }
    }
  }
}

function coloured(line) {
  const parts = [];
  for (const [text, comment, word, number] of line.matchAll(TOKEN)) {
    const style = comment ? "comment" : word && WORDS.has(word) ? "word" : number ? "digit" : null;
    parts.push(style ? make("span", { class: style }, text) : text);
  }
  return parts;
}
