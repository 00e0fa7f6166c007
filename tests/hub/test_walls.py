"""Steering the walls over the hub's socket, and what walls are told of it: no name, no more."""

from pathlib import Path

import pytest

from halls import ABOUT, Hall, Seat, hall, seat
from making import ASHA, LOOK, blank, decide, judged, op, post, tag
from standup_tui.hub.feed import for_wall
from standup_tui.hub.session import Session
from standup_tui.model.action import ActionCount, ActionDone, Figure, Tally
from standup_tui.model.command import Done, Outcome, Steer
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.model.wall import Coming, Delay, Fix, Pause, Said, Scene, Spotlight, WallAct
from standup_tui.protocol.messages import Ask, Pulse, Role, frame

ONE = post(1).id


async def steer(who: Seat, act: WallAct) -> Outcome:
    return await who.ask(Steer(op(), act))


@pytest.mark.parametrize("act", [Pause(paused=True), Fix(Scene.TALLY), Delay(20)])
async def test_what_a_console_says_reaches_every_wall_and_every_console(
    tmp_path: Path, act: WallAct
) -> None:
    async with (
        hall(tmp_path),
        seat(tmp_path) as asha,
        seat(tmp_path, name="Raj") as raj,
        seat(tmp_path, Role.WALL) as wall,
    ):
        await wall.until(lambda: wall.pulses)
        before = wall.wall.seq
        assert isinstance(await steer(asha, act), Done)
        await raj.until(lambda: raj.wall.seq > before)
        await wall.until(lambda: wall.wall.seq > before)
        assert wall.wall == raj.wall.for_walls


async def test_it_survives_a_restart_and_a_blank_does_not_undo_it(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add_some(1)
        await asha.ask(decide(Verb.APPROVE, 1))
        await steer(asha, Spotlight(ONE))
        await asha.ask(blank())
    async with hall(tmp_path), seat(tmp_path) as asha, seat(tmp_path, Role.WALL) as wall:
        await wall.until(lambda: wall.welcomes)
        told = wall.welcomes[0].wall
        assert (told.blank, told.spotlight, told.fixed) == (True, ONE, Scene.SPOTLIGHT)
        await asha.ask(blank(on=False))
        await wall.until(lambda: not wall.wall.blank)
        assert wall.wall.spotlight == ONE


async def test_a_wall_may_not_steer(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path, Role.WALL) as wall:
        await wall.until(lambda: wall.welcomes)
        wall.client.send(Ask(Steer(op(), Fix(Scene.TALLY))))
        await wall.until(lambda: wall.lost)
        assert (await here.store.wall()).fixed is None


async def test_consoles_are_told_at_their_start_that_nobody_was_there(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        async with seat(tmp_path) as asha:
            await steer(asha, Delay(20))
        await here.store.end_delay("no console was attached for 5 minutes", here.hub._clock.now())
        async with seat(tmp_path) as asha:
            await asha.until(lambda: asha.welcomes)
            told = asha.welcomes[0].wall
            assert (told.delay, told.unattended) == (0, "no console was attached for 5 minutes")


async def test_a_glance_is_not_somebody_who_is_there(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path, Role.WALL) as wall:

        def consoles() -> list[Session]:
            return [one for one in here.hub._sessions if one.role is Role.CONSOLE]

        assert not here.hub.attended()
        async with seat(tmp_path) as asha:
            await asha.until(lambda: asha.pulses)
            now = here.hub._clock.monotonic()
            consoles()[0].since = now + 3600
            assert not here.hub.attended()
            consoles()[0].since = now - 10
            assert here.hub.attended()
        await wall.until(lambda: not consoles())
        assert not here.hub.attended()


async def test_the_countdown_is_for_consoles_and_the_public_tally_for_walls(
    tmp_path: Path,
) -> None:
    async def counted() -> Tally:
        return Tally((ActionCount("MP", all=Figure(9, 8), shown=Figure(3, 2)),))

    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, Role.WALL) as wall:
        here.hub.coming = lambda: (Coming(ONE, ABOUT_NOW),)
        here.hub._numbers.tally = counted
        await wall.until(lambda: any(pulse.said for pulse in wall.pulses))
        await asha.until(lambda: any(pulse.coming for pulse in asha.pulses))
        assert {pulse.said for pulse in wall.pulses} <= {None, (Said("MP", 3),)}
        assert not any(pulse.coming or pulse.moderators for pulse in wall.pulses)
        assert all(pulse.said is None for pulse in asha.pulses)


ABOUT_NOW = post(1).at


async def everything(here: Hall, wall: Seat, asha: Seat) -> None:
    """Do a bit of everything to a post that walls show."""
    await here.add([judged(1, flags=(LOOK,), actions=(ActionDone("MP"),))])
    await asha.ask(decide(Verb.APPROVE, 1, reason="fine by me"))
    await asha.ask(tag("Shared", 1, 2))
    await steer(asha, Spotlight(ONE))
    await wall.until(lambda: wall.wall.spotlight == ONE)


async def test_a_wall_is_told_of_a_shown_post_what_is_on_it_and_where_it_stands(
    tmp_path: Path,
) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path, name=ASHA.name) as asha,
        seat(tmp_path, Role.WALL) as wall,
    ):
        await everything(here, wall, asha)
        entry = wall.posts[ONE]
        assert entry == Entry(entry.seq, entry.post, entry.standing)
        said = b"".join(frame(pulse) for pulse in wall.pulses) + frame(wall.welcomes[0])
        for secret in (ASHA.name, *ABOUT.reasons, *ABOUT.contact, ABOUT.folder):
            assert secret.encode() not in said


async def test_an_entry_for_walls_holds_nothing_that_entries_came_to_hold_later(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha, seat(tmp_path, Role.WALL) as wall:
        await everything(here, wall, asha)
        changes = for_wall(await here.store.changes(0, 10))
        bare = Entry(0, post(1), changes.entries[0].standing)
        kept = {"seq", "post", "standing", "roster"}
        for field in Entry.__struct_fields__:
            if field not in kept:
                assert getattr(changes.entries[0], field) == getattr(bare, field), field


async def test_a_pulse_for_walls_says_nothing_of_the_reading(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path, Role.WALL) as wall:
        await wall.until(lambda: wall.pulses)
        told = wall.pulses[-1]
        assert told == Pulse(told.now, type(told.health)(), told.wall, said=told.said)
