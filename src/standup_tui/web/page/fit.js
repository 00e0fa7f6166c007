// Finds sizes at which everything is there whole: a text that does not fit is set smaller.

const STEPS = 9; // of a search by halves: to a five-hundredth of what lies between
const UNBROKEN = 2.1; // down to this size no word is broken

const fits = (box) => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth;

const largest = (box, least, most) => {
  const at = (size) => {
    box.style.setProperty("--size", size);
    return fits(box);
  };
  if (at(most)) return most;
  let [low, high] = [least, most];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (at(middle)) low = middle;
    else high = middle;
  }
  return at(low) ? low : 0;
};

// Set what is in a box as large as all of it can be; return whether it could be at all.
export const setLargest = (box, least, most) => {
  box.classList.add("unbroken");
  let size = largest(box, Math.min(UNBROKEN, most), most);
  if (!size) {
    box.classList.remove("unbroken");
    size = largest(box, least, most);
  }
  return size > 0;
};

// Put things of these heights into columns, one after the other: where a taller one finds no room
// a later one may, unless they are strictly in order. Returns the columns and how many found room.
export const arranged = (heights, { columns, room, gap, most, strict = false }) => {
  const filled = Array.from({ length: columns }, () => ({ left: room, places: [] }));
  let taken = 0;
  for (const [place, height] of heights.entries()) {
    const column = filled.find(
      ({ left, places }) => places.length < most && height + (places.length ? gap : 0) <= left,
    );
    if (column) {
      column.left -= height + (column.places.length ? gap : 0);
      column.places.push(place);
      taken += 1;
    } else if (strict) {
      break;
    }
  }
  return { columns: filled.map(({ places }) => places), taken };
};
