// Draws a sight: the frame around a scene, the slides without posts, and what is said aloud.

import { make } from "./dom.js";
import { announcement, spotlight, tally } from "./scenes.js";
import { forget, stream } from "./stream.js";

const SCENES = { stream, spotlight, tally, slides: announcement };

const [page, label, head, stage, foot, news] = ["page", "label", "head", "stage", "foot", "news"].map(
  (id) => document.getElementById(id),
);

let known = null; // the stream's posts a moment ago, by their ids
let told = ""; // the post that the live region speaks of

export const draw = (sight) => {
  const showing = sight.phase === "showing";
  page.dataset.phase = sight.phase;
  page.dataset.shift = sight.shift;
  document.documentElement.dataset.theme = sight.theme;
  document.title = [sight.tag, sight.title].filter(Boolean).join(" · ") || "The wall";
  label.replaceChildren(sight.label);
  label.hidden = !sight.label;
  head.hidden = !showing;
  foot.hidden = !showing || sight.scene.type === "tally"; // which says all of that, large
  if (showing) show(sight);
  else stand(sight);
};

// A slide without any post; a blank wall says nothing at all.
const stand = (sight) => {
  forget();
  known = null;
  told = "";
  for (const part of [head, foot, stage, news]) part.replaceChildren();
  if (sight.phase === "blank") return;
  stage.append(make("h1", "", sight.tag || "The wall"), make("p", "words", sight.words));
  news.append(sight.words);
};

const show = (sight) => {
  head.replaceChildren(
    make("h1", "", make("span", "tag", sight.tag), " ", make("span", "title", sight.title)),
    make("time", "clock", sight.clock),
  );
  const said = sight.said.map((one) =>
    make("li", "", `${one.action} `, make("strong", "", one.number.toLocaleString("en"))),
  );
  foot.replaceChildren(make("p", "", sight.counted), make("ul", "", ...said));
  SCENES[sight.scene.type](sight.scene, stage, sight);
  announce(sight.scene);
};

// Say what is new to whoever listens, one post at a time; never one that has left.
const announce = ({ type, posts, post }) => {
  const here = new Set((posts ?? [post]).map((one) => one?.id));
  const first = type === "stream" && known && posts.find((one) => !known.has(one.id));
  if (first) {
    const words = first.text.map(([part]) => part).join("");
    news.replaceChildren(`${first.name}, ${first.handle}: ${words}`);
    told = first.id;
  } else if (!here.has(told)) {
    news.replaceChildren();
    told = "";
  }
  if (type === "stream") known = here;
};
