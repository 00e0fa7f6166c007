"""What is said of the walls at the prompt, and what comes of it."""

from datetime import timedelta
from pathlib import Path

from halls import hall, seat
from making import post
from plain.kit import talk
from standup_tui.model.command import Steer
from standup_tui.model.wall import Coming, Delay, Scene
from standup_tui.plain.deciding import op
from timing import turns_until


async def test_the_walls_stand_still_and_go_on(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await at.type("pause", "the walls stand still: what is hidden still leaves")
        assert (await here.store.wall()).paused is not None
        await at.type("P", "the walls go on")
        assert (await here.store.wall()).paused is None


async def test_the_walls_stay_with_a_scene_until_they_take_turns(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await at.type("walls tally", "the walls stay with the tally")
        assert (await here.store.wall()).fixed is Scene.TALLY
        await at.type("walls turns", "the walls' scenes take turns again")
        await at.type("walls moon", "There is no scene “moon”: stream, spotlight, tally, slides")
        await at.type("walls slides", "Not done: the campaign has no slides")


async def test_what_the_walls_show_and_how_posts_get_there_is_said(tmp_path: Path) -> None:
    async with hall(tmp_path), talk(tmp_path) as at:
        await at.type(
            "walls",
            "Wall: approve first, no wall attached.",
            "Approve first: nothing shows without a person.",
        )


async def test_a_post_is_put_into_the_spotlight_and_let_go(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await here.add_some(1)
        await at.until("@person_1", prompt=True)
        await at.type("spotlight 1", "Not done: approve it first")
        await at.type("approve 1", "approved")
        await at.type("S1", "in the spotlight until you let it go")
        assert (await here.store.wall()).fixed is Scene.SPOTLIGHT
        await at.type("spotlight off", "no post is in the spotlight")
        assert (await here.store.wall()).spotlight is None


async def test_posts_show_by_themselves_after_a_question_and_never_again_at_once(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await at.type("delay 30", "Show unflagged posts without a person after 30 s")
        await at.type("no", "Approve first, as before.")
        assert (await here.store.wall()).delay == 0
        await at.type("delay 30", "Show unflagged posts")
        await at.type("y", "show by themselves after 30 s")
        assert (await here.store.wall()).delay == 30
        await at.type("delay", "approve first: nothing shows without a person")
        await at.type("delay 2", "A delay is 5 to 3600 seconds, or off.")
        await at.type("delay soon", "A delay is 5 to 3600 seconds, or off.")
        assert (await here.store.wall()).delay == 0


async def test_what_others_choose_and_what_happened_alone_is_said(tmp_path: Path) -> None:
    async with (
        hall(tmp_path) as here,
        seat(tmp_path, name="Raj") as raj,
        talk(tmp_path) as at,
    ):
        await raj.ask(Steer(op(), Delay(20)))
        await at.until("has unflagged posts show by themselves after 20 s.", prompt=True)
        now = here.hub._clock.now()
        await here.store.end_delay("no console was attached for 5 minutes", now)
        await at.until("The walls approve first again: no console was attached", prompt=True)


async def test_a_post_that_shows_by_itself_says_when(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await here.add_some(1)
        await at.until("@person_1", prompt=True)
        due = here.hub._clock.now() + timedelta(minutes=2)
        here.hub.coming = lambda: (Coming(post(1).id, due),)
        await turns_until(lambda: at.console.board.coming, 20)
        await at.type("1", "1 waiting, shows in 1")
