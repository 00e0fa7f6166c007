// Makes elements. Words become text nodes: nothing is ever read as HTML.

export const make = (name, looks = "", ...inside) => {
  const made = document.createElement(name);
  if (looks) made.className = looks;
  made.append(...inside);
  return made;
};

const drawn = (name, properties) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  return made;
};

// A code for telephones: ink on paper, whatever the theme.
export const codeOf = (code, link) => {
  const svg = drawn("svg", {
    viewBox: `0 0 ${code.size} ${code.size}`,
    role: "img",
    "aria-label": `Code for telephones: ${link}`,
    "shape-rendering": "crispEdges",
  });
  svg.append(
    drawn("rect", { width: code.size, height: code.size, fill: "#fff" }),
    drawn("path", { d: code.path, fill: "#000" }),
  );
  return svg;
};

export const authorOf = (post) =>
  make("h3", "author", make("bdi", "name", post.name), " ", make("bdi", "handle", post.handle));

// A post, whole: name, handle, all of its words, what its pictures show, when and where.
export const postOf = (post) => {
  const text = make("p", "text");
  text.dir = "auto";
  if (/^[a-z]{2,3}$/.test(post.lang) && post.lang !== "und") text.lang = post.lang;
  text.append(...post.text.map(([part, tag]) => (tag ? make("bdi", "tag", part) : part)));
  const time = make("time", "", post.foot);
  time.dateTime = post.at;
  const pictures = make("ul", "pictures", ...post.pictures.map((said) => make("li", "", said)));
  const whole = make("article", post.pin ? "post pin" : "post", authorOf(post), text);
  if (post.pictures.length) whole.append(pictures);
  whole.append(make("p", "foot", time));
  return whole;
};
