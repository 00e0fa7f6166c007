// The other scenes: one post large, the tally, an announcement.

import { codeOf, make } from "./dom.js";
import { setLargest } from "./fit.js";
import { alone, forget } from "./stream.js";

const LEAST = 0.5;

export const spotlight = (scene, stage) => alone(scene.post, stage);

export const announcement = (scene, stage) => {
  forget();
  const words = make("div", "words", make("h2", "", scene.title));
  if (scene.text) words.append(make("p", "text", scene.text));
  if (scene.link) words.append(make("p", "link", scene.link));
  const box = make("div", "slide", words);
  if (scene.code) box.append(codeOf(scene.code, scene.link));
  stage.replaceChildren(box);
  setLargest(box, LEAST, 4.2);
};

export const tally = (scene, stage) => {
  forget();
  const day = make("section", "day", make("h2", "unseen", "The day"), numbersOf(scene.numbers));
  if (scene.hours.some((one) => one.posts)) day.append(hoursOf(scene.hours));
  const box = make("div", "tally");
  if (scene.said.length) box.append(actionsOf(scene.said));
  box.append(day);
  stage.replaceChildren(box);
  setLargest(box, LEAST, 3);
};

const said = (number) => number.toLocaleString("en");

const actionsOf = (actions) => {
  const most = Math.max(1, ...actions.map((one) => one.number));
  const rows = actions.map((one) => {
    const bar = make("span", "bar");
    bar.setAttribute("aria-hidden", "true");
    bar.style.setProperty("--part", one.number / most);
    const name = make("span", "action", one.action);
    return make("li", one.number ? "" : "none", name, " ", make("strong", "number", said(one.number)), bar);
  });
  return make("section", "actions", make("h2", "unseen", "Actions"), make("ul", "", ...rows));
};

const numbersOf = (numbers) => {
  const both = numbers.map(([number, noun]) => make("li", "", make("strong", "number", number), ` ${noun}`));
  return make("ul", "numbers", ...both);
};

const hoursOf = (hours) => {
  const most = Math.max(1, ...hours.map((one) => one.posts));
  const bars = hours.map((one) => {
    const bar = make("span", one.posts ? "hour" : "hour none", make("span", "stem"), make("span", "", one.hour));
    bar.style.setProperty("--part", one.posts / most);
    return bar;
  });
  const curve = make("div", "hours", ...bars);
  curve.setAttribute("role", "img");
  const each = hours.map((one) => `${one.hour} h: ${one.posts}`).join(", ");
  curve.setAttribute("aria-label", `Posts by the hour. ${each}.`);
  const caption = make("p", "caption", "posts by the hour");
  caption.setAttribute("aria-hidden", "true"); // the picture's name says so already
  return make("div", "curve", curve, caption);
};
