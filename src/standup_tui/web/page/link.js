// The connection to the wall's process, and whether it can be trusted at this moment.
//
// A sight is shown only once a heartbeat vouches for it. When heartbeats stop, or come late (a
// machine that slept finds old ones, which look like new), everything is let go and asked for again
// over a new connection.

const SILENT = 2000; // milliseconds: two heartbeats of the hub
const TICK = 100;
const AGAIN = 500;
const DRIFT = 0.0002; // by how much two clocks may run apart

// Two clocks: one may stand still while the machine sleeps, the other may be set.
const now = () => ({ steady: performance.now(), day: Date.now() });
const since = (then, at) => Math.max(at.steady - then.steady, at.day - then.day);

export class Link {
  constructor({ show, hold }) {
    this.show = show;
    this.hold = hold;
    this.source = null;
    this.again = 0;
    setInterval(() => this.tick(), TICK);
  }

  open() {
    this.close();
    this.heard = now();
    this.best = null;
    this.waiting = null; // a sight nobody has vouched for yet
    this.number = 0; // of the one that is shown
    const source = (this.source = new EventSource("events"));
    const hears = (name, what) =>
      source.addEventListener(name, (event) => {
        if (source === this.source) what(JSON.parse(event.data));
      });
    hears("sight", (told) => (this.waiting = told));
    hears("beat", (told) => this.beat(told));
    source.onerror = () => source === this.source && this.lose();
  }

  close() {
    clearTimeout(this.again);
    this.source?.close();
    this.source = null;
    this.waiting = null;
    this.hold();
  }

  lose() {
    this.close();
    this.again = setTimeout(() => this.open(), AGAIN);
  }

  tick() {
    if (this.source && since(this.heard, now()) > SILENT) this.lose();
  }

  beat(told) {
    if (this.late(told.at * 1000)) return this.lose();
    this.heard = now();
    if (this.waiting?.number === told.number) {
      this.number = told.number;
      const { sight } = this.waiting;
      this.waiting = null;
      this.show(sight);
    } else if (this.number !== told.number) {
      this.lose(); // it vouches for something that never came
    }
  }

  // Whether this was said too long ago: the quickest that ever came here says how long it takes.
  late(said) {
    const at = now();
    const took = { steady: at.steady - said, day: at.day - said };
    if (this.best) {
      const drift = DRIFT * since(this.heard, at);
      this.best.steady = Math.min(took.steady, this.best.steady + drift);
      this.best.day = Math.min(took.day, this.best.day + drift);
    } else {
      this.best = took;
    }
    return since(this.best, took) > SILENT;
  }
}
