// The wall in a browser. It shows what the wall's process vouches for, or nothing.

import { draw } from "./draw.js";
import { Link } from "./link.js";

const CALM = 100; // milliseconds after which a window that changes its size is drawn again

let shown = { phase: "connecting", theme: "dark", label: "", words: "Connecting to the hub …" };
let sizing = 0;

const link = new Link({
  show(sight) {
    shown = sight;
    draw(shown);
  },
  hold() {
    // What was shown is forgotten, not hidden. A blank stays: only the wall may bring it back.
    const phase = shown.phase === "showing" ? "holding" : shown.phase;
    const { theme, label, tag, words } = shown;
    shown = { phase, theme, label, tag, words };
    draw(shown);
  },
});

addEventListener("resize", () => {
  clearTimeout(sizing);
  sizing = setTimeout(() => draw(shown), CALM);
});
addEventListener("pagehide", () => link.close()); // a browser may keep a page and show it again
addEventListener("pageshow", () => link.open());
