// The stream: pins first, then the newest, every post whole, as many as there is room for.

import { make, postOf } from "./dom.js";
import { arranged, setLargest } from "./fit.js";

const SCALES = [1.6, 1.3, 1]; // larger where all posts still find room
const FEW = 8; // posts for which that is tried
const SMALLER = [0.85, 0.72, 0.6]; // for one post that is too tall for a column
const handful = (columns) => (columns > 1 ? 4 : 7); // posts in one column at most
const NARROWEST = 26; // of a column, in units
const LEAST = 0.5; // size of a text that has the scene alone, in units

let cards = new Map(); // what was drawn before stays in place: less for a screen reader to find anew

export const forget = () => {
  cards = new Map();
};

// One post alone, as large as all of it can be set; one that cannot be set whole stays away.
export const alone = (post, stage) => {
  forget();
  const box = make("div", "alone", postOf(post));
  stage.replaceChildren(make("h2", "unseen", "One post"), box);
  const whole = setLargest(box, LEAST, 5);
  if (!whole) stage.replaceChildren();
  return whole;
};

export const stream = (scene, stage, sight) => {
  if (!scene.posts.length) {
    forget();
    stage.replaceChildren(make("p", "words", scene.invitation));
  } else if (scene.page === null || !earlier(scene, stage, sight)) {
    newest(scene, stage, sight);
  }
};

const newest = (scene, stage, sight) => {
  const posts = scene.posts.slice(0, scene.ahead);
  const all = () => laid(posts, make("h2", "unseen", "Posts"), stage, sight);
  let { fill, heights, frame } = all();
  const tall = heights.flatMap((height, place) => (height > frame.room ? [place] : []));
  if (tall.length && (scene.alone || tall.length === posts.length)) {
    const turn = ((scene.turn % tall.length) + tall.length) % tall.length;
    if (alone(posts[tall[turn]], stage)) return;
    ({ fill, heights, frame } = all());
  }
  fill(arranged(heights, frame).columns);
};

// Show a page of the posts that come round again, with the times at which they were written;
// return whether there is more than one.
const earlier = (scene, stage, sight) => {
  const posts = scene.posts.map((post) => ({ ...post, foot: post.again }));
  const { fill, heights, frame } = laid(posts, make("h2", "earlier", "Earlier"), stage, sight);
  const pages = pagesOf(posts, heights, frame);
  if (pages.length > 1) fill(pages[scene.page % pages.length]);
  return pages.length > 1;
};

// Put posts into the scene, measured and not yet arranged.
const laid = (posts, heading, stage, sight) => {
  const nodes = posts.map(kept);
  cards = new Map(posts.map((post, place) => [post.id, nodes[place]]));
  const grid = make("div", "columns");
  stage.replaceChildren(heading, grid);
  const columns = columnsFor(grid, sight.columns, nodes.length);
  const lists = Array.from({ length: columns }, () => make("ul", "column"));
  grid.style.setProperty("--columns", columns);
  grid.replaceChildren(...lists);
  const { heights, room, gap, scale } = measured(grid, lists[0], nodes, columns);
  const most = scale > 1 ? nodes.length : handful(columns);
  const fill = (placed) =>
    lists.forEach((list, number) => {
      list.replaceChildren(...placed[number].map((place) => nodes[place]));
    });
  return { fill, heights, frame: { columns, room, gap, most } };
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
  const heightOf = (node) => {
    const wide = node.scrollWidth > node.clientWidth + 1; // marks that no line may be broken between
    return wide ? Infinity : node.getBoundingClientRect().height;
  };
  for (const scale of SCALES) {
    if (scale > 1 && nodes.length > FEW) continue;
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
