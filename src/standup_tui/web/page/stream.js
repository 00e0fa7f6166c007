// The stream: pins first, then the newest, every post whole, as many as there is room for.

import { make, postOf } from "./dom.js";
import { arranged, setLargest } from "./fit.js";

const SCALES = [1.6, 1.3, 1]; // larger where all posts still find room
const SMALLER = [0.85, 0.72, 0.6]; // for one post that is too tall for a column
const handful = (columns) => (columns > 1 ? 4 : 7); // posts in one column at most
const NARROWEST = 26; // of a column, in units
const LEAST = 0.5; // size of a text that has the scene alone, in units

let cards = new Map(); // what was drawn before stays in place: less for a screen reader to find anew

export const forget = () => {
  cards = new Map();
};

// One post alone, as large as all of it can be set.
export const alone = (post, stage) => {
  forget();
  const box = make("div", "alone", postOf(post));
  stage.replaceChildren(make("h2", "unseen", "One post"), box);
  if (!setLargest(box, LEAST, 5)) stage.replaceChildren();
};

export const stream = (scene, stage, sight) => {
  if (!scene.posts.length) {
    forget();
    stage.replaceChildren(make("p", "words", scene.invitation));
    return;
  }
  const nodes = scene.posts.map(kept);
  cards = new Map(scene.posts.map((post, place) => [post.id, nodes[place]]));
  const earlier = scene.page !== null;
  const heading = make("h2", earlier ? "earlier" : "unseen", earlier ? "Earlier" : "Posts");
  const grid = make("div", "columns");
  stage.replaceChildren(heading, grid);
  const wanted = columnsFor(grid, sight.columns, nodes.length);
  const lists = Array.from({ length: wanted }, () => make("ul", "column"));
  grid.style.setProperty("--columns", wanted);
  grid.replaceChildren(...lists);

  const { heights, room, gap, scale } = measured(grid, lists[0], nodes, wanted);
  const tall = heights.flatMap((height, place) => (height > room ? [place] : []));
  if (tall.length && (scene.alone || tall.length === nodes.length)) {
    const turn = ((scene.turn % tall.length) + tall.length) % tall.length;
    alone(scene.posts[tall[turn]], stage);
    return;
  }
  const frame = { columns: wanted, room, gap, most: scale > 1 ? nodes.length : handful(wanted) };
  const pages = earlier ? pagesOf(scene.posts, heights, frame) : [];
  if (earlier && pages.length < 2) heading.className = "unseen";
  const columns = pages.length > 1 ? pages[scene.page % pages.length] : null;
  const placed = columns ?? arranged(heights, frame).columns;
  lists.forEach((list, number) => list.replaceChildren(...placed[number].map((place) => nodes[place])));
};

// The element of a post, the same as before if nothing about the post changed.
const kept = (post) => {
  const drawn = JSON.stringify(post);
  const before = cards.get(post.id);
  if (before?.drawn === drawn) return before;
  const node = make("li", "", postOf(post));
  node.drawn = drawn;
  return node;
};

const columnsFor = (grid, asked, posts) => {
  const unit = parseFloat(getComputedStyle(grid).getPropertyValue("font-size"));
  const most = Math.max(1, Math.floor(grid.clientWidth / (NARROWEST * unit)));
  return Math.min(asked || Math.min(2, Math.ceil(posts / 2)), most);
};

// Measure all posts, as large as they can be set if all of them find room.
const measured = (grid, list, nodes, columns) => {
  for (const node of nodes) node.style.removeProperty("--own");
  list.replaceChildren(...nodes);
  const heightOf = (node) => node.getBoundingClientRect().height;
  for (const scale of SCALES) {
    grid.style.setProperty("--scale", scale);
    const room = grid.clientHeight;
    const gap = parseFloat(getComputedStyle(list).rowGap);
    const heights = nodes.map(heightOf);
    const all = { columns, room, gap, most: nodes.length };
    if (scale > 1 && arranged(heights, all).taken < nodes.length) continue;
    for (const [place, node] of nodes.entries()) {
      for (const own of SMALLER) {
        if (heights[place] <= room) break;
        node.style.setProperty("--own", own);
        heights[place] = heightOf(node);
      }
    }
    return { heights, room, gap, scale };
  }
  throw new Error("unreachable: the last scale is always taken");
};

// Earlier posts come round again page by page, below the pins; none if pins leave no room.
const pagesOf = (posts, heights, frame) => {
  const places = [...posts.keys()].filter((place) => heights[place] <= frame.room);
  const pins = places.filter((place) => posts[place].pin);
  let others = places.filter((place) => !posts[place].pin);
  const pages = [];
  while (others.length) {
    const both = [...pins, ...others];
    const { columns, taken } = arranged(
      both.map((place) => heights[place]),
      { ...frame, strict: true },
    );
    if (taken <= pins.length) return [];
    pages.push(columns.map((column) => column.map((number) => both[number])));
    others = others.slice(taken - pins.length);
  }
  return pages;
};
