// A run to a row a step: a lane for each firewall, messages as arrows between lanes, a rail for each link, broken while it is down.

const shaft = (fate) => make("span", { class: "shaft", "aria-hidden": "true" }, make("span", { class: "point" }, (fate === "lost" || fate === "dropped") && SIGN.cross));
const LONG = 200; // steps: what is out of sight of a longer run is not laid out

class Lanes {
  constructor(run, choose) {
    const { lanes, links: every } = run.spec.beside;
    const changed = new Set(run.trace.flatMap((step) => step.changes.map((change) => change.cell)));
    const links = every.length > 3 ? every.filter((link) => changed.has(link)) : every; // of many those that are cut or mended
    Object.assign(this, { run, choose, members: lanes, links });
    this.shared = this.members.length === 0 || this.links.length > 0 || this.uses(this.members.length);
    this.rows = [];
    this.list = make("ol", { class: "steps", start: "0", onclick: (event) => this.clicked(event) });
    const up = new Map(links.map((link) => [link, run.state(0).get(link) !== false]));
    for (let step = 0; step <= run.count; step += 1) {
      const row = this.row(step, up);
      this.rows.push(row);
      this.list.append(row);
    }
    this.head = this.heads();
    this.element = make("div", { class: "trace" }, this.list, this.ending(), this.legend());
    this.measure();
    this.current = 0;
  }

  uses(lane) {
    const cells = [...this.run.beside.start, ...this.run.trace.flatMap((step) => step.changes.map((change) => change.cell))];
    return cells.some((cell) => this.run.spec.cell(cell).lane === lane);
  }

  // The columns: the number, a lane each, a rail each, what is shared. Set by script, since a style attribute is not allowed.
  measure() {
    const lane = "minmax(var(--lane), 1fr)";
    const rails = this.links.map((link) => `clamp(var(--rail), ${0.55 * link.length + 1.2}rem, var(--widest-rail))`);
    const shared = "minmax(var(--lane), 1fr)", alone = this.members.length === 0;
    const wide = [...this.members.map(() => lane), ...rails, this.shared ? shared : "0"];
    const narrow = [...this.members.map(() => lane), ...rails, alone ? shared : "0"]; // elsewhere it goes below the lanes
    for (const part of [this.head, this.element]) {
      part.style.setProperty("--wide", wide.join(" "));
      part.style.setProperty("--narrow", narrow.join(" "));
      part.style.setProperty("--lanes", String(this.members.length));
      part.style.setProperty("--rails", String(this.links.length));
      if (this.members.length + this.links.length > 3) part.style.setProperty("--lane", "3.2rem");
    }
    this.element.classList.toggle("long", this.run.count > LONG);
  }

  column(lane) {
    return lane < this.members.length ? lane + 2 : lane + 2 + this.links.length;
  }

  heads() {
    const place = (element, column) => { element.style.gridColumn = String(column); return element; };
    return make("div", { class: "heads grid", "aria-hidden": "true" },
      this.members.map((name, lane) => place(make("span", { class: "member" }, name), this.column(lane))),
      this.links.map((name, number) => place(make("span", { class: "rail-name" }, make("span", {}, name)), this.members.length + 2 + number)),
      this.shared && this.members.length > 0 && place(make("span", { class: "shared-name" }, "shared"), this.column(this.members.length)));
  }

  row(step, up) {
    const { run } = this;
    const entry = step ? run.trace[step - 1] : { kind: "", text: "first state", changes: [] };
    const was = new Map(up);
    for (const change of entry.changes) if (up.has(change.cell)) up.set(change.cell, change.after);
    const [left, entered] = step ? run.messages(step) : [[], []];
    const said = step
      ? entry.changes.map((change) => ({ cell: change.cell, before: change.before, after: change.after }))
      : run.beside.start.map((cell) => ({ cell, after: run.finding.initial[cell] }));
    const inLoop = run.loop !== null && step > run.loop && !run.beside.pauses;
    const row = make("li", { class: `step grid ${entry.kind} ${inLoop ? "looping" : ""} ${run.quiet.has(step) ? "quiet" : ""}`, value: step, id: `step-${step}` },
      this.members.map((_, lane) => this.line(lane)),
      this.links.map((link, number) => this.rail(number, was.get(link), up.get(link))),
      make("button", { class: "jump", type: "button", tabindex: "-1", "data-step": step },
        make("span", { class: "number" }, run.loop !== null && step === run.loop + 1 && inLoop && drawn(SIGN.loop, "turn"), drawn(String(step))),
        run.timed && make("span", { class: "clock" }, run.clock(step)),
        make("span", { class: "action" }, unseen(`Step ${step}: `), step ? run.action(step) : entry.text),
        entry.error ? make("span", { class: "kind" }, drawn(SIGN.cross), "error") : entry.kind === "fault" ? make("span", { class: "kind" }, drawn(SIGN.fault), "fault") : entry.kind && !run.told[step] && make("span", { class: "kind" }, entry.kind)));
    let line = 2;
    const arrows = (messages) => messages.filter((message) => this.between(message)).forEach((message) => {
      row.append(this.arrow(message, line));
      line += 2;
    });
    arrows(left);
    put(row, [this.notes(said, [...left, ...entered].filter((message) => !this.between(message)), line)]);
    line += 1;
    arrows(entered);
    if (entry.error) row.append(make("p", { class: "nothing" }, `${entry.error}: it leads nowhere`));
    else if (step && !run.timed && !said.length && !left.length && !entered.length) row.append(make("p", { class: "nothing" }, "changes nothing"));
    return row;
  }

  line(lane) {
    const line = make("span", { class: "line", "aria-hidden": "true" });
    line.style.gridColumn = `${this.column(lane)} / span 1`;
    return line;
  }

  rail(number, before, after) {
    const state = before === after ? (after ? "up" : "down") : after ? "mended" : "cut";
    const rail = make("span", { class: `rail ${state}`, "aria-hidden": "true" }, state === "cut" && make("span", { class: "break" }, SIGN.cross));
    rail.style.gridColumn = `${this.members.length + 2 + number} / span 1`;
    return rail;
  }

  between(message) {
    return message.from !== message.to && this.members.includes(message.from) && this.members.includes(message.to);
  }

  // A list of notes for each lane that has some.
  notes(said, aside, line) {
    const { spec } = this.run;
    const columns = new Map();
    const note = (lane, item) => columns.set(lane, [...(columns.get(lane) || []), item]);
    for (const { cell, before, after } of said) {
      const place = spec.cell(cell);
      note(place.lane, make("li", {}, code(place.name, "name"), before === undefined
        ? [" = ", code(spec.said(cell, after), "after")]
        : [": ", code(spec.said(cell, before), "before"), drawn(` ${SIGN.right} `), unseen(" becomes "), code(spec.said(cell, after), "after")]));
    }
    for (const message of aside) {
      const itself = message.from === message.to && this.members.includes(message.from);
      const lane = itself ? this.members.indexOf(message.from) : this.members.length;
      const ends = itself ? " to itself" : ` from ${worded(message.from)} to ${worded(message.to)}`;
      note(lane, make("li", {}, `${message.fate}${itself ? ends : ""}: `, code(`${message.channel} ${message.message}`), itself ? "" : ends));
    }
    return [...columns].sort(([a], [b]) => a - b).map(([lane, items]) => {
      const shared = lane >= this.members.length;
      const list = make("ul", { class: shared ? "notes shared" : "notes", "aria-label": shared ? "shared" : this.members[lane] }, items);
      list.style.gridRow = String(line);
      list.style.gridColumn = String(this.column(lane));
      return list;
    });
  }

  // What is said above, from lane to lane below: solid where the message arrives, dashed where it is on its way from now on, cut
  // off where it is lost.
  arrow(message, line) {
    const from = this.members.indexOf(message.from), to = this.members.indexOf(message.to), first = Math.min(from, to) + 2;
    const told = message.fate === "sent" || message.fate === "delivered";
    const label = make("span", { class: "label" }, told ? unseen(`${message.fate} `) : make("strong", {}, `${message.fate} `),
      make("span", { class: "channel" }, `${message.channel} `), code(message.message), unseen(` from ${message.from} to ${message.to}`));
    const drawnLine = shaft(message.fate);
    label.style.gridArea = `${line} / ${first} / auto / -1`;
    drawnLine.style.gridArea = `${line + 1} / ${first} / auto / ${Math.max(from, to) + 2}`;
    return make("div", { class: `arrow ${message.fate} ${from < to ? "rightwards" : "leftwards"}` }, label, drawnLine);
  }

  ending() {
    const { run } = this;
    if (run.beside.pauses) return make("p", { class: "ending" }, drawn(`${SIGN.loop} `), run.count ? "From here on nothing happens any more." : "Nothing ever happens.");
    if (run.loop === null && ["run", "measure"].includes(run.finding.kind)) return null; // what it comes to is said below it
    if (run.loop === null) {
      const { finding } = run, end = {
        scenario: finding.failure ? [SIGN.cross, "The script cannot go on from here."] : [SIGN.tick, "The script is played to its end."],
        reachable: [SIGN.tick, [named(finding.property), " is reached."]],
        "run-time": [SIGN.cross, finding.error ? `A run-time error, ${finding.error.when}: ${finding.error.text}.` : "A run-time error."],
      }[finding.kind] || [run.beside.mark === "hazard" ? SIGN.hazard : SIGN.cross, ["Here ", named(finding.property), " is violated."]];
      const look = { [SIGN.tick]: "good", [SIGN.cross]: "bad", [SIGN.hazard]: "hazard" }[end[0]];
      return make("p", { class: `ending ${look}` }, drawn(`${end[0]} `), end[1]);
    }
    const back = make("button", { type: "button", class: "link", onclick: () => this.choose(run.loop) }, run.loop ? `the state after step ${run.loop}` : "the first state");
    return make("p", { class: "ending" }, drawn(`${SIGN.loop} `), "Back to ", back, run.count - run.loop === 1 ? ": this step goes on for ever." : `: steps ${run.loop + 1} to ${run.count} go on for ever.`);
  }

  legend() {
    const fates = new Set(this.run.trace.flatMap((step) => step.messages.filter((message) => this.between(message)).map((message) => message.fate)));
    const words = { sent: "sent, on its way", delivered: "delivered", lost: "lost", dropped: "dropped", duplicated: "duplicated", merged: "merged with one that is on its way" };
    const down = this.links.length > 0 && this.run.trace.some((step) => step.changes.some((change) => this.links.includes(change.cell)));
    if (!fates.size && !down) return null;
    return make("p", { class: "legend", "aria-hidden": "true" },
      Object.keys(words).filter((fate) => fates.has(fate)).map((fate) => make("span", { class: `arrow rightwards ${fate}` }, shaft(fate), words[fate])),
      down && [make("span", {}, make("span", { class: "rail sample up" }), "link up"), make("span", {}, make("span", { class: "rail sample down" }), "link down")]);
  }

  clicked(event) {
    const row = event.target.closest("li.step");
    if (row && !String(document.getSelection())) this.choose(row.value);
  }

  // Marks the row of a step, and brings it into sight if it is sought, or if the rows are what is being looked at.
  show(step, seek) {
    const old = this.rows[this.current], row = this.rows[step];
    const focused = old.contains(document.activeElement);
    old.classList.remove("current");
    old.querySelector(".jump").removeAttribute("aria-current");
    old.querySelector(".jump").tabIndex = -1;
    row.classList.add("current");
    row.querySelector(".jump").setAttribute("aria-current", "step");
    row.querySelector(".jump").tabIndex = 0;
    if (focused) row.querySelector(".jump").focus({ preventScroll: true });
    this.current = step;
    const box = this.list.getBoundingClientRect();
    const looked = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    if (seek || looked > innerHeight * 0.3 || looked >= box.height * 0.9) {
      row.scrollIntoView({ block: "nearest" });
      if (this.run.count > LONG) requestAnimationFrame(() => row.scrollIntoView({ block: "nearest" })); // by then it has its size
    }
  }
}
