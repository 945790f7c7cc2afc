// What is around the content of a page with a menu: the head, its buttons, and the choice of light or dark.

const themeSwitch = make("button", { type: "button", class: "theme", onclick: () => setTheme(dark() ? "light" : "dark") });

function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setTheme(theme) {
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
  }
  fill(themeSwitch, dark() ? "Light" : "Dark", unseen(" colours"));
}

// `menuName`: of the button that shows the menu where there is no room for it; `about`: what the page is about.
function framed(menu, menuName, about, main, live, ...buttons) {
  const menuSwitch = make("button", { type: "button", class: "menu-switch", "aria-expanded": "false", onclick: () => {
    const open = document.body.classList.toggle("open-menu");
    menuSwitch.setAttribute("aria-expanded", String(open));
  } }, menuName);
  document.body.append(
    make("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, "To the content"),
    make("header", { class: "page-head" }, menuSwitch, make("a", { class: "brand", href: "#" }, "hamodel"), make("span", { class: "muted about" }, about), themeSwitch, buttons),
    menu, main, live);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme(null));
  setTheme(remember("theme"));
}
