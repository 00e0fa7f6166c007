// The stream: pins first, then the newest, every post whole, as many as there is room for.

import { make, postOf } from "./dom.js";
import { arranged, setLargest } from "./fit.js";

// How many posts there are to be: columns, posts in one column, and sizes, the largest first; a
// larger one is taken where enough posts still find room.
const DENSITIES = {
  auto: {
    columns: 2,
    most: (columns) => (columns > 1 ? 4 : 7),
    scales: [1.6, 1.3, 1],
    enough: (posts) => (posts > 8 ? Infinity : posts),
  },
  calm: { columns: 1, most: () => 2, scales: [1.6, 1.3, 1], enough: (posts) => Math.min(2, posts) },
  full: { columns: 3, most: () => 100, scales: [0.75], enough: () => Infinity },
};
const SMALLER = [0.85, 0.72, 0.6]; // for one post that is too tall for a column
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
  let { fill, frame } = all();
  const tall = frame.heights.flatMap((height, place) => (height > frame.room ? [place] : []));
  if (tall.length && (scene.alone || tall.length === posts.length)) {
    const turn = ((scene.turn % tall.length) + tall.length) % tall.length;
    if (alone(posts[tall[turn]], stage)) return;
    ({ fill, frame } = all());
  }
  fill(arranged(frame.heights, frame).columns);
};

// Show a page of the posts that come round again, with the times at which they were written;
// return whether there is more than one.
const earlier = (scene, stage, sight) => {
  const posts = scene.posts.map((post) => ({ ...post, foot: post.again }));
  const { fill, frame } = laid(posts, make("h2", "earlier", "Earlier"), stage, sight);
  const pages = pagesOf(posts, frame);
  if (pages.length > 1) fill(pages[scene.page % pages.length]);
  return pages.length > 1;
};

// Put posts into the scene, measured and not yet arranged.
const laid = (posts, heading, stage, sight) => {
  const nodes = posts.map(kept);
  cards = new Map(posts.map((post, place) => [post.id, nodes[place]]));
  const grid = make("div", "columns");
  stage.replaceChildren(heading, grid);
  const density = DENSITIES[sight.density];
  const wanted = sight.columns || Math.min(density.columns, Math.ceil(posts.length / 2));
  const columns = columnsFor(grid, wanted);
  const lists = Array.from({ length: columns }, () => make("ul", "column"));
  grid.style.setProperty("--columns", columns);
  grid.replaceChildren(...lists);
  const frame = measured(grid, lists[0], nodes, columns, density);
  const fill = (placed) =>
    lists.forEach((list, number) => {
      list.replaceChildren(...placed[number].map((place) => nodes[place]));
    });
  return { fill, frame };
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

const columnsFor = (grid, wanted) => {
  const unit = parseFloat(getComputedStyle(grid).getPropertyValue("font-size"));
  return Math.min(wanted, Math.max(1, Math.floor(grid.clientWidth / (NARROWEST * unit))));
};

// Measure all posts, in the largest type in which as many find room as there are to be.
const measured = (grid, list, nodes, columns, density) => {
  for (const node of nodes) node.style.removeProperty("--own");
  list.replaceChildren(...nodes);
  const heightOf = (node) => {
    const wide = node.scrollWidth > node.clientWidth + 1; // marks that no line may be broken between
    return wide ? Infinity : node.getBoundingClientRect().height;
  };
  const at = (scale) => {
    grid.style.setProperty("--scale", scale);
    const gap = parseFloat(getComputedStyle(list).rowGap);
    const [most, room] = [density.most(columns), grid.clientHeight];
    return { columns, gap, most, room, heights: nodes.map(heightOf) };
  };
  const enough = density.enough(nodes.length);
  for (const scale of enough <= nodes.length ? density.scales.slice(0, -1) : []) {
    const frame = at(scale);
    if (arranged(frame.heights, frame).taken >= enough) return frame;
  }
  const frame = at(density.scales.at(-1));
  for (const [place, node] of nodes.entries()) {
    for (const own of SMALLER) {
      if (frame.heights[place] <= frame.room) break;
      node.style.setProperty("--own", own);
      frame.heights[place] = heightOf(node);
    }
  }
  return frame;
};

// Earlier posts come round again page by page, below the pins; none if pins leave no room.
const pagesOf = (posts, frame) => {
  const { heights } = frame;
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
