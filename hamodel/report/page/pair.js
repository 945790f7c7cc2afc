// A picture of a pair: two boxes with what they are, and the links between them; what is single stands out. Drawn twice: boxes side
// by side, and for narrow screens one above the other. Text in it does not break: what is long ends in dots, and is whole in its title.

const WIDE = { width: 760, box: 186 }, NARROW = { width: 340, lane: 15 };
const MOST_PORTS = 4;

function shape(tag, attributes, ...children) {
  const element = document.createElementNS(data.svg, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false && value !== null) element.setAttribute(name, value);
  return put(element, children);
}

const short = (text, most) => {
  const signs = [...seen(text)];
  return signs.length <= most ? signs.join("") : `${signs.slice(0, most - 1).join("")}\u2026`;
};

function words(text, most, attributes) {
  return shape("text", attributes, short(text, most), [...seen(text)].length > most && shape("title", {}, text));
}

function drawnPair(beside) {
  return make("div", { class: "picture" }, wide(beside), narrow(beside));
}

function svg(kind, height, beside, ...children) {
  const { width } = kind === "wide" ? WIDE : NARROW;
  return shape("svg", { viewBox: `0 0 ${width} ${height}`, class: kind, role: "img", "aria-label": inWords(beside) }, children);
}

// What the picture says, for those who do not see it.
function inWords(beside) {
  const links = beside.links.map((link) => [`${link.name} over ${link.ports.map((ports) => ports.join(", ") || "nothing").join(" and ")}`, mark(link)].filter(Boolean).join(", "));
  return `${beside.names.map((name, number) => [name, ...beside.facts[number]].join(", ")).join("; and ")}; links: ${links.join("; ") || "none are named in the files"}`;
}

const mark = (link) => link.rules.length > 0 && `${link.sure ? "single" : "may be single"}: ${link.rules.join(", ")}`;
const linkStyle = (link) => `link ${link.rules.length ? (link.sure ? "single" : "maybe") : ""}`;

function box(x, y, width, height, name, facts, most) {
  const middle = x + width / 2, top = y + height / 2 - facts.length * 8.5 + 5;
  return shape("g", { class: "member-box" }, shape("rect", { x, y, width, height, rx: 9 }),
    words(name, most, { x: middle, y: top, class: "box-name" }),
    facts.map((fact, number) => words(fact, most + 6, { x: middle, y: top + 19 + 17 * number, class: "box-fact" })));
}

function wide(beside) {
  const { width, box: side } = WIDE, left = side, right = width - side, middle = width / 2;
  const parts = [];
  let y = 8;
  for (const link of beside.links) {
    const rows = Math.min(MOST_PORTS, Math.max(1, ...link.ports.map((ports) => ports.length)));
    const more = Math.max(...link.ports.map((ports) => ports.length)) - rows;
    const group = shape("g", { class: linkStyle(link) }, words(link.name, 24, { x: middle, y: y + 14, class: "link-name" }));
    for (let row = 0; row < rows; row += 1) {
      const at = y + 22 + 22 * row;
      put(group, [shape("line", { x1: left, x2: right, y1: at, y2: at }),
        words(link.ports[0][row] || "", 15, { x: left + 8, y: at - 6, class: "port" }),
        words(link.ports[1][row] || "", 15, { x: right - 8, y: at - 6, class: "port there" })]);
    }
    const said = mark(link) || [link.carries, more > 0 && `and ${more} more`].filter(Boolean).join(", "), at = y + 22 + 22 * (rows - 1);
    const room = 7 * said.length + 22;
    if (mark(link)) put(group, [shape("rect", { x: middle - room / 2, y: at + 5, width: room, height: 19, rx: 9.5, class: "single-mark" })]);
    put(group, [words(said, 44, { x: middle, y: at + (mark(link) ? 19 : 16), class: "carries" })]);
    parts.push(group);
    y = at + (mark(link) ? 34 : 28);
  }
  if (!beside.links.length) parts.push(words("the files name no link between them", 44, { x: middle, y: 60, class: "carries" }));
  const height = Math.max(y, 46 + 17 * Math.max(...beside.facts.map((facts) => facts.length)), 84);
  return svg("wide", height, beside, [...parts, box(1, 1, side - 1, height - 2, beside.names[0], beside.facts[0], 17),
    box(right, 1, side - 1, height - 2, beside.names[1], beside.facts[1], 17)]);
}

// Each link is a line from box to box, which its words stand beside.
function narrow(beside) {
  const { width, lane } = NARROW, heights = beside.facts.map((facts) => 42 + 17 * facts.length);
  const start = heights[0] + 1, each = 52, between = Math.max(1, beside.links.length) * each + 12, end = start + between;
  const first = 18, text = first + lane * beside.links.length + 4;
  const parts = beside.links.map((link, number) => {
    const x = first + lane * number, y = start + 22 + each * number;
    const ports = link.ports.map((found) => found.join(", ") || SIGN.dash).join(` ${SIGN.dash} `);
    return shape("g", { class: linkStyle(link) }, shape("line", { x1: x, x2: x, y1: start, y2: end }), shape("circle", { cx: x, cy: y - 5, r: 4.5 }),
      shape("line", { x1: x + 5, x2: text - 4, y1: y - 5, y2: y - 5, class: "pointer" }),
      words(link.name, 32, { x: text, y, class: "link-name" }), words(ports, 40, { x: text, y: y + 14, class: "port" }),
      words(mark(link) || link.carries, 40, { x: text, y: y + 28, class: "carries" }));
  });
  if (!beside.links.length) parts.push(words("the files name no link between them", 44, { x: width / 2, y: start + 36, class: "carries middle" }));
  return svg("narrow", end + heights[1] + 2, beside, [...parts, box(1, 1, width - 2, heights[0], beside.names[0], beside.facts[0], 32),
    box(1, end, width - 2, heights[1], beside.names[1], beside.facts[1], 32)]);
}
