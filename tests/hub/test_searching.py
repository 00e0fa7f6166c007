"""What a console is told when it searches everything, reads the log, or takes over a shift."""

from pathlib import Path

from halls import hall, seat
from making import decide, op
from standup_tui.model.command import Done, Handover
from standup_tui.model.lifecycle import Verb
from standup_tui.protocol.messages import AskLog, Find, Role


async def test_a_search_finds_posts_of_every_standing_soon_after_they_came(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add_some(1, 2, text="A bus fare")
        await here.add_some(3)
        await asha.ask(decide(Verb.HIDE, 2))

        def found() -> bool:
            asha.client.send(Find("bus fare"))
            return any(one.total == 2 and len(one.entries) == 2 for one in asha.found)

        await asha.until(found)  # the index comes behind


async def test_words_that_mean_nothing_are_answered_with_what_there_is(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path) as asha:
        asha.client.send(Find("colour:red"))
        asha.client.send(AskLog("is:held"))
        asha.client.send(AskLog("colour:red"))
        await asha.until(lambda: asha.found and len(asha.logs) == 2)

        assert "“colour:” is not known here" in asha.found[0].why
        assert "searched by words" in asha.logs[0].why
        assert "not known here" in asha.logs[1].why


async def test_the_log_comes_in_pages_the_newest_decision_first(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        await here.add_some(*range(1, 131))
        for number in range(1, 131):
            await asha.ask(decide(Verb.APPROVE, number))
        asha.client.send(AskLog())
        await asha.until(lambda: asha.logs)
        first = asha.logs[0]
        asha.client.send(AskLog("", first.lines[-1].decision.seq))
        await asha.until(lambda: len(asha.logs) == 2)
        second = asha.logs[1]

    seqs = [line.decision.seq for line in (*first.lines, *second.lines)]
    assert seqs == list(range(130, 0, -1))
    assert (first.more, second.more) == (True, False)
    assert first.lines[0].handle.startswith("person_")
    assert first.lines[0].excerpt.startswith("A good day")


async def test_a_note_reaches_those_who_are_there_and_those_who_come_later(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        done = await asha.ask(Handover(op(), "Two escalated posts wait for Kim."))
        assert isinstance(done, Done)
        await asha.until(lambda: asha.pulses and asha.pulses[-1].handover)
        async with seat(tmp_path) as raj:
            await raj.until(lambda: raj.pulses)
            note = raj.pulses[-1].handover
        async with seat(tmp_path, Role.WALL) as wall:
            await wall.until(lambda: wall.pulses)
            assert wall.pulses[-1].handover is None
        assert note is not None
        assert note.reason == "Two escalated posts wait for Kim."
    assert here.running.done()
    async with hall(tmp_path), seat(tmp_path) as asha:
        await asha.until(lambda: asha.pulses)
        assert asha.pulses[-1].handover == note


async def test_a_wall_may_not_search(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path, Role.WALL) as wall:
        wall.client.send(Find("a"))
        await wall.until(lambda: wall.lost)

        assert wall.found == []
