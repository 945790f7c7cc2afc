// The picture of a run of a spec with timers: its shapes come with their places, and are only made here.

class Timeline {
  constructor(run, choose) {
    const { drawn: picture } = run.beside;
    const shape = (tag, attributes, text) => {
      const element = document.createElementNS(picture.namespace, tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      if (text) element.append(document.createTextNode(seen(text)));
      return element;
    };
    const { width, height } = picture;
    this.at = picture.at;
    this.cursor = shape("line", { class: "time-cursor", y1: 4, y2: height - 4, x1: this.at[0], x2: this.at[0] }, "");
    const canvas = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": "What happens when; the steps below say the same" }, "");
    canvas.append(this.cursor, ...picture.shapes.map((each) => shape(...each)));
    canvas.addEventListener("click", (event) => {
      const step = event.target.getAttribute("data-step");
      if (step !== null) choose(Number(step));
    });
    const title = make("h2", {}, "Timeline");
    this.box = make("div", { class: "time-box", tabindex: "0", role: "region", "aria-label": "Timeline", "data-scrolls": true }, canvas);
    this.element = make("section", { class: "card timeline" }, title, this.box,
      make("p", { class: "muted time-key" }, "Bars are timers, slanted arrows messages with the time that they take. Every moment has its room: the times are as written, the widths are not to scale."));
  }

  show(step) {
    for (const end of ["x1", "x2"]) this.cursor.setAttribute(end, this.at[step]);
    const { scrollLeft, clientWidth } = this.box, x = this.at[step];
    if (x < scrollLeft + 40 || x > scrollLeft + clientWidth - 40) this.box.scrollLeft = x - clientWidth / 2;
  }
}

const timelineOf = (run, choose) => (run.beside.drawn ? new Timeline(run, choose) : null);
