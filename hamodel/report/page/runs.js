// A finding of the report to what can be asked about its run: the state after each step, what changed, what is in flight.

class Run {
  constructor(spec, number) {
    this.spec = spec;
    ({ finding: this.finding, beside: this.beside } = spec.shown[number]);
    this.trace = this.finding.trace || [];
    this.count = this.trace.length - (this.beside.pauses ? 1 : 0);
    this.loop = this.finding.loop === undefined || this.finding.loop === null ? null : this.finding.loop;
    this.kept = [new Map(Object.entries(this.finding.initial || {}))];
    this.told = this.beside.told || {};
    this.timed = this.trace.some((step) => step.time !== undefined);
    this.quiet = new Set(Object.keys(this.told).filter((step) => !this.told[step]).map(Number)); // they are told with the next one
  }

  // The value of every cell after so many steps. Every hundredth state is kept, the others are made from it.
  state(after) {
    const nearest = Math.floor(after / 100);
    while (this.kept.length <= nearest) {
      const from = this.kept.length - 1;
      this.kept.push(this.carried(new Map(this.kept[from]), from * 100, this.kept.length * 100));
    }
    return this.carried(new Map(this.kept[nearest]), nearest * 100, after);
  }

  carried(state, from, to) {
    for (let step = from; step < to; step += 1) {
      for (const change of this.trace[step].changes) state.set(change.cell, change.after);
      for (const [cell, messages] of Object.entries(this.beside.flight[step])) state.set(cell, messages);
    }
    return state;
  }

  // The cells that a step changed, with what they were before.
  changed(step) {
    const before = new Map();
    if (step < 1) return before;
    for (const change of this.trace[step - 1].changes) before.set(change.cell, change.before);
    const flight = Object.keys(this.beside.flight[step - 1]);
    if (flight.length) {
      const earlier = this.state(step - 1);
      for (const cell of flight) before.set(cell, earlier.get(cell));
    }
    return before;
  }

  // The messages of a step: those that left a channel, and those that entered one.
  messages(step) {
    const all = this.trace[step - 1].messages, left = this.beside.left[step - 1];
    return [all.slice(0, left), all.slice(left)];
  }

  // Where one step further leads: round again at the end of a loop.
  next(step) {
    if (step < this.count) return this.over(step + 1);
    return this.loop !== null && !this.beside.pauses && this.count > this.loop ? this.over(this.loop + 1) : step;
  }

  over(step) {
    return this.quiet.has(step) && step < this.count ? this.over(step + 1) : step;
  }

  // Where one step back leads.
  previous(step) {
    return this.quiet.has(step - 1) ? this.previous(step - 1) : Math.max(0, step - 1);
  }

  action(step) {
    return step ? this.told[step] || this.trace[step - 1].text : "the first state";
  }

  // The time of a state, as on a clock.
  clock(step) {
    const time = step ? this.trace[step - 1].time : "0";
    return `${time.includes("/") || (time.split(".")[1] || "").length > 3 ? time : Number(time).toFixed(3)} s`;
  }
}

// One spec of the page: its findings, then the runs of what was measured. Names that come twice get a number, so that each has its own address.
class Spec {
  constructor(report, beside, key) {
    Object.assign(this, { report, beside, key, runs: new Map() });
    this.shown = [...report.findings.map((finding, place) => ({ finding, beside: beside.findings[place] })), ...(beside.measured || [])];
    this.keys = distinct(this.shown.map(({ finding }) => finding.property));
  }

  run(number) {
    if (!this.runs.has(number)) this.runs.set(number, new Run(this, number));
    return this.runs.get(number);
  }

  cell(name) {
    return holds(this.beside.cells, name) ? this.beside.cells[name] : { lane: this.beside.lanes.length, name };
  }

  // A link is up or down, everything else has its value.
  said(cell, value) {
    return this.beside.links.includes(cell) ? (value ? "up" : "down") : worded(value);
  }

  lines(action) {
    return holds(this.beside.actions, action) ? this.beside.actions[action] : null;
  }
}

function distinct(names) {
  const times = new Map();
  return names.map((name) => {
    const time = (times.get(name) || 0) + 1;
    times.set(name, time);
    return time === 1 ? name : `${name}~${time}`;
  });
}
